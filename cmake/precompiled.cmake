# What nearly every file includes, parsed once for each of two kinds of target: the sanitizer builds compile in two thirds
# of the time. Only there: dev notices a missing #include.
option(HUSONG_PRECOMPILE "Precompile the common headers" OFF)

function(husong_add_precompiled name headers)
    file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp "")
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
    target_link_libraries(${name} PRIVATE ${ARGN})
    target_precompile_headers(${name} PRIVATE ${headers})
    target_compile_options(${name} PRIVATE -Xclang -fno-pch-timestamp)
endfunction()

# husong_use_precompiled(target kind), kind: husong_room_headers | husong_test_headers
function(husong_use_precompiled target kind)
    if(HUSONG_PRECOMPILE)
        target_precompile_headers(${target} REUSE_FROM ${kind})
        target_link_libraries(${target} PRIVATE asio)  # its headers define objects that need it
        target_compile_options(${target} PRIVATE -Xclang -fno-pch-timestamp)
    endif()
endfunction()

if(HUSONG_PRECOMPILE)
    set(room_headers <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <optional> <set> <span>
        <sstream> <string> <thread> <unordered_map> <variant> <vector> <fmt/format.h> <boost/asio.hpp>
        <boost/json.hpp> <boost/system/result.hpp>)
    husong_add_precompiled(husong_room_headers "${room_headers}" asio Boost::json fmt::fmt)
    find_package(GTest REQUIRED)
    husong_add_precompiled(husong_test_headers "${room_headers};<random>;<fstream>;<gmock/gmock.h>;<gtest/gtest.h>"
                           asio Boost::json fmt::fmt GTest::gmock)
endif()
