# Puts a room's numbered schema steps (migrations/001_….sql) into the program, as the array that
# db/sqlite/migrations.hpp declares.
function(husong_embed_migrations target folder)
    file(GLOB steps CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/migrations/[0-9][0-9][0-9]_*.sql)
    list(SORT steps)
    set(rows "")
    foreach(step ${steps})
        set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${step})
        file(READ ${step} text)
        get_filename_component(name ${step} NAME)
        string(APPEND rows "    {\"${name}\", R\"sql(${text})sql\"},\n")
    endforeach()
    set(generated ${CMAKE_BINARY_DIR}/${folder}/migration_steps.cpp)
    file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
"#include \"db/sqlite/migrations.hpp\"

namespace husong::db {

namespace {
constexpr Migration steps[] = {
@rows@};
}

std::span<const Migration> migrations() { return steps; }

}  // namespace husong::db
")
    target_sources(${target} PRIVATE ${generated})
endfunction()
