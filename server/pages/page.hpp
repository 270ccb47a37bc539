// Pages made by the server: a template and what fills it. The templates lie in templates/ and are built into
// the program; each value is escaped for the place it stands in (ctemplate, AUTOESCAPE).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace ctemplate {
class TemplateDictionary;
}

namespace husong::pages {

// What fills a template: values, and sections shown once or several times.
class Fill {
public:
    Fill();
    ~Fill();
    Fill(Fill&&) noexcept;
    Fill& operator=(Fill&&) noexcept;

    // A marker {{NAME}}.
    Fill& set(std::string_view name, std::string_view value);
    Fill& set(std::string_view name, long long value);
    // A marker {{>NAME}}: another template's text stands there, e.g. a style sheet.
    Fill& include(std::string_view name, std::string_view file);
    // A marker {{>NAME}} too: a template that has values of its own.
    Fill insert(std::string_view name, std::string_view file);
    // A section {{#NAME}}…{{/NAME}}, shown; not named it is hidden. What is filled in stands in the section.
    Fill show(std::string_view section);

private:
    friend std::string render(std::string_view name, const Fill& fill);
    struct Owned;
    explicit Fill(ctemplate::TemplateDictionary* part);
    std::unique_ptr<Owned> owned_;  // of the whole page
    ctemplate::TemplateDictionary* dictionary_ = nullptr;
};

// The page. A template that is not there or not well-formed is a bug and throws.
std::string render(std::string_view name, const Fill& fill);

// A template's text as it is, e.g. a style sheet; throws when there is none.
std::string_view text_of(std::string_view name);

// For Content-Security-Policy: 'sha256-…' of a style sheet that pages carry inside.
std::string style_hash(std::string_view name);

}  // namespace husong::pages
