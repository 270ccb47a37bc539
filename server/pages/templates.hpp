// The templates that were built into the program (cmake/templates.cmake).
#pragma once

#include <span>
#include <string_view>

namespace husong::pages {

struct TemplateFile {
    std::string_view name;  // family.html
    std::string_view text;
};

std::span<const TemplateFile> template_files();

}  // namespace husong::pages
