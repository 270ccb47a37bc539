#include "server/jt808/vendor_profile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace husong::jt808 {

namespace {

constexpr std::size_t longest_number = 4;  // bytes that are read as one number
constexpr std::size_t most_items = 256;    // of one profile: there are no more ids

// The words of a line, up to a '#'.
std::vector<std::string_view> words_of(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    line = line.substr(0, line.find('#'));
    std::vector<std::string_view> words;
    for (std::size_t at = 0; (at = line.find_first_not_of(blanks, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

std::optional<std::uint8_t> byte_of(std::string_view text, int base) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size() || value > 0xFF) return std::nullopt;
    return static_cast<std::uint8_t>(value);
}

class ProfileParser {
public:
    explicit ProfileParser(std::string_view file) : file_{file} {}

    Result<VendorProfile> parse(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            ++line_;
            if (auto taken = take(words_of(text.substr(0, end))); !taken) return taken.error();
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (profile_.maker.empty()) return wrong("maker", "there is none");
        return std::move(profile_);
    }

private:
    [[nodiscard]] Error wrong(std::string_view field, std::string_view why) const {
        return {ErrorCode::malformed, fmt::format("{}:{}: {}: {}", file_, line_, field, why)};
    }

    Result<> take(const std::vector<std::string_view>& words) {
        if (words.empty()) return {};
        if (words[0] == "maker") return take_name(words, profile_.maker);
        if (words[0] == "model") return take_name(words, profile_.model);
        if (words[0] == "item") return take_item(words);
        return wrong(words[0], "no such field: maker, model and item are");
    }

    Result<> take_name(const std::vector<std::string_view>& words, std::string& into) {
        if (words.size() != 2) return wrong(words[0], "one word is needed");
        if (!into.empty()) return wrong(words[0], "it is there already");
        into = words[1];
        return {};
    }

    Result<> take_item(const std::vector<std::string_view>& words) {
        if (words.size() != 5) return wrong("item", "id, length, kind and name are needed");
        if (profile_.items.size() == most_items) return wrong("item", "there are too many");
        ProfileItem item;
        const auto id = words[1].starts_with("0x") ? byte_of(words[1].substr(2), 16) : std::nullopt;
        if (!id) return wrong("id", fmt::format("'{}' is not 0x00 to 0xFF", words[1]));
        item.id = *id;
        if (words[2] != "*") {
            item.length = byte_of(words[2], 10);
            if (!item.length) return wrong("length", fmt::format("'{}' is neither 0 to 255 nor *", words[2]));
        }
        if (auto kind = take_kind(words[3], item); !kind) return kind;
        item.name = words[4];
        const bool twice = std::ranges::any_of(profile_.items, [&](const ProfileItem& other) {
            return other.id == item.id && other.length == item.length;
        });
        if (twice) return wrong("item", fmt::format("{} of that length is there already", words[1]));
        profile_.items.push_back(std::move(item));
        return {};
    }

    [[nodiscard]] Result<> take_kind(std::string_view word, ProfileItem& item) const {
        struct Kind {
            std::string_view name;
            ItemFieldKind kind;
        };
        static constexpr std::array<Kind, 3> kinds{{{"number", ItemFieldKind::number},
                                                    {"text", ItemFieldKind::text},
                                                    {"bytes", ItemFieldKind::bytes}}};
        const auto* const found = std::ranges::find(kinds, word, &Kind::name);
        if (found == kinds.end())
            return wrong("kind", fmt::format("'{}' is not number, text or bytes", word));
        item.kind = found->kind;
        const bool is_number = item.kind == ItemFieldKind::number;
        if (is_number && (!item.length || *item.length == 0 || *item.length > longest_number))
            return wrong("length", "a number has 1 to 4 bytes");
        return {};
    }

    std::string_view file_;
    std::size_t line_ = 0;
    VendorProfile profile_;
};

}  // namespace

const ProfileItem* VendorProfile::find(const Item& item) const {
    const ProfileItem* any = nullptr;
    for (const ProfileItem& known : items) {
        if (known.id != item.id) continue;
        if (known.length && *known.length == item.value.size()) return &known;
        if (!known.length) any = &known;
    }
    return any;
}

Result<VendorProfile> parse_profile(std::string_view text, std::string_view file) {
    return ProfileParser{file}.parse(text);
}

const VendorProfile* find_profile(std::span<const VendorProfile> profiles, std::string_view maker,
                                  std::string_view model) {
    const VendorProfile* of_maker = nullptr;
    for (const VendorProfile& profile : profiles) {
        if (profile.maker != maker) continue;
        if (profile.model == model) return &profile;
        if (profile.model.empty()) of_maker = &profile;
    }
    return of_maker;
}

}  // namespace husong::jt808
