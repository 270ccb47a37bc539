#include "server/pages/page.hpp"

#include "server/pages/templates.hpp"

#include <gtest/gtest.h>

namespace husong::pages {
namespace {

TEST(Page, EveryTemplateIsThereOnceAndEscapesByItself) {
    ASSERT_FALSE(template_files().empty());
    for (const TemplateFile& file : template_files()) {
        EXPECT_EQ(text_of(file.name), file.text);
        if (file.name.ends_with(".html") && file.text.starts_with("<!doctype"))
            EXPECT_NE(file.text.find("{{%AUTOESCAPE context=\"HTML\"}}"), std::string_view::npos)
                << file.name;
    }
}

TEST(Page, ValuesAreTextWhereverTheyStand) {
    Fill fill;
    fill.set("TITLE", "<script>alert(1)</script>").set("TEXT", "\"><img src=x onerror=alert(1)>");
    const std::string page = render("message.html", fill);
    EXPECT_EQ(page.find("<script>"), std::string::npos);
    EXPECT_EQ(page.find("<img"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
}

TEST(Page, NoControlCharacterButWhiteSpaceStandsInIt) {
    Fill fill;
    fill.set("TITLE", "\x1B]0;owned\x07")
        .set("TEXT",
             "一\n二\xC2\x9B"
             "2J");
    const std::string page = render("message.html", fill);
    EXPECT_NE(page.find("\uFFFD]0;owned\uFFFD"), std::string::npos);
    EXPECT_NE(page.find("一 二\uFFFD2J"), std::string::npos);
}

TEST(Page, AStyleSheetIsNamedByItsHash) {
    EXPECT_EQ(style_hash("page.css").rfind("'sha256-", 0), 0U);
    EXPECT_EQ(style_hash("page.css").size(), 8 + 44 + 1U);
    EXPECT_THROW(style_hash("nothing.css"), std::logic_error);
    Fill fill;
    fill.include("STYLE", "page.css");
    const std::string page = render("message.html", fill);
    EXPECT_NE(page.find("<style>" + std::string{text_of("page.css")} + "</style>"), std::string::npos)
        << "the page carries exactly the text that its hash names";
}

TEST(Page, WhatIsNotThereIsABug) { EXPECT_THROW(render("nothing.html", Fill{}), std::logic_error); }

}  // namespace
}  // namespace husong::pages
