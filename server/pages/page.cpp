#include "server/pages/page.hpp"

#include "server/base/controls.hpp"
#include "server/pages/templates.hpp"

#include <sodium.h>

#include <array>
#include <ctemplate/template.h>
#include <stdexcept>
#include <utility>

namespace husong::pages {

namespace {

ctemplate::TemplateString as_template_string(std::string_view text) { return {text.data(), text.size()}; }

// A style sheet may be included by every page: all are known before the first page is made.
void load_templates() {
    for (const TemplateFile& file : template_files())
        if (!ctemplate::StringToTemplateCache(as_template_string(file.name), as_template_string(file.text),
                                              ctemplate::DO_NOT_STRIP))
            throw std::logic_error{"template is not well-formed: " + std::string{file.name}};
}

}  // namespace

struct Fill::Owned {
    ctemplate::TemplateDictionary dictionary{"page"};
};

Fill::Fill() : owned_{std::make_unique<Owned>()}, dictionary_{&owned_->dictionary} {}
Fill::Fill(ctemplate::TemplateDictionary* part) : dictionary_{part} {}
Fill::~Fill() = default;
Fill::Fill(Fill&&) noexcept = default;
Fill& Fill::operator=(Fill&&) noexcept = default;

Fill& Fill::set(std::string_view name, std::string_view value) {
    // No document may hold control characters but white space (HTML, 13.1.4).
    dictionary_->SetValue(as_template_string(name), replace_controls(value, "\uFFFD", "\t\n\r"));
    return *this;
}

Fill& Fill::set(std::string_view name, long long value) { return set(name, std::to_string(value)); }

Fill& Fill::include(std::string_view name, std::string_view file) {
    insert(name, file);
    return *this;
}

Fill Fill::insert(std::string_view name, std::string_view file) {
    ctemplate::TemplateDictionary* part = dictionary_->AddIncludeDictionary(as_template_string(name));
    part->SetFilename(as_template_string(file));
    return Fill{part};
}

Fill Fill::show(std::string_view section) {
    return Fill{dictionary_->AddSectionDictionary(as_template_string(section))};
}

std::string render(std::string_view name, const Fill& fill) {
    static const bool loaded = (load_templates(), true);
    static_cast<void>(loaded);
    std::string page;
    if (!ctemplate::ExpandTemplate(std::string{name}, ctemplate::DO_NOT_STRIP, fill.dictionary_, &page))
        throw std::logic_error{"cannot make a page of " + std::string{name}};
    return page;
}

std::string_view text_of(std::string_view name) {
    for (const TemplateFile& file : template_files())
        if (file.name == name) return file.text;
    throw std::logic_error{"there is no template " + std::string{name}};
}

std::string style_hash(std::string_view name) {
    const std::string_view text = text_of(name);
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)>
        base64{};
    sodium_bin2base64(base64.data(), base64.size(), digest.data(), digest.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    return "'sha256-" + std::string{base64.data()} + "'";
}

}  // namespace husong::pages
