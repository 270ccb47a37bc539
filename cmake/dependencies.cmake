# The outside libraries, each found once. Why each was chosen: docs/decisions.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(libsodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(ctemplate REQUIRED IMPORTED_TARGET libctemplate)
pkg_check_modules(libical REQUIRED IMPORTED_TARGET libical)
pkg_check_modules(cbc REQUIRED IMPORTED_TARGET cbc)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)

list(APPEND CMAKE_MODULE_PATH /usr/share/cmake/geographiclib)
find_package(GeographicLib REQUIRED)
add_library(geographic INTERFACE)
target_link_libraries(geographic INTERFACE ${GeographicLib_LIBRARIES})

find_library(NOVA nova REQUIRED)  # it brings neither a pkg-config file nor a module
add_library(nova INTERFACE)
target_link_libraries(nova INTERFACE ${NOVA})

# Asio and Beast, their sources compiled once (cmake/boost_impl.cpp): every user must agree on the definitions.
add_library(asio STATIC ${CMAKE_SOURCE_DIR}/cmake/boost_impl.cpp)
target_compile_definitions(asio PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
    BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(asio PUBLIC Boost::headers Threads::Threads)
