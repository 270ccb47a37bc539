# Puts a room's templates (templates/*.html, *.css) into the program, as the array that server/pages/templates.hpp
# declares. A literal has at most 64 KiB.
function(husong_embed_templates target folder)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/templates/*.html
         ${CMAKE_SOURCE_DIR}/${folder}/templates/*.css ${CMAKE_SOURCE_DIR}/${folder}/templates/*.js)
    set(rows "")
    foreach(file ${files})
        set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        file(READ ${file} text)
        get_filename_component(name ${file} NAME)
        string(APPEND rows "    {\"${name}\", R\"page(${text})page\"},\n")
    endforeach()
    set(generated ${CMAKE_BINARY_DIR}/${folder}/template_files.cpp)
    file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
"#include \"server/pages/templates.hpp\"

namespace husong::pages {

namespace {
constexpr TemplateFile files[] = {
@rows@};
}

std::span<const TemplateFile> template_files() { return files; }

}  // namespace husong::pages
")
    target_sources(${target} PRIVATE ${generated})
endfunction()
