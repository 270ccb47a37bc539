// Hostile texts in all that a school's gate types.
#include "tests/http/gate_fixture.hpp"
#include "tests/support/hostile_texts.hpp"

#include <algorithm>
#include <string>

namespace husong::http {
namespace {

using husong::test::hostile_texts;

class GateTexts : public test::Gate {
protected:
    GateTexts() { set_clock(16, 10); }

    // A form of this keeper, whose name and note are the same text.
    Response post(const std::string& address, const std::string& text, Fields fields) {
        const Fields everywhere{{"key", "key-of-form-" + std::to_string(++forms_)},
                                {"keeper", text},
                                {"pin", pin},
                                {"note", text}};
        fields.insert(fields.end(), everywhere.begin(), everywhere.end());
        return post_form(address, fields);
    }

private:
    int forms_ = 0;
};

TEST_F(GateTexts, AreKeptAsTheyCameAndShownAsText) {
    for (const std::string_view hostile : hostile_texts) {
        const std::string text{hostile};
        put_keeper(text, pin);
        const Fields differs{{"act", "checked"}, {"plate", "yes"}, {"driver", "no"}, {"escort", "yes"}};
        ASSERT_EQ(post("/g/t/T1", text, differs).status, 303U) << text;
        const Fields seen{{"act", "extra"}, {"plate", "冀H7K206"}, {"colour", "blue"}, {"place", text}};
        ASSERT_EQ(post("/g/seen", text, seen).status, 303U) << text;
        EXPECT_EQ(acts().back().keeper, text);
        EXPECT_EQ(acts().back().note, text);
        const Fields extra{{"act", "extra"}, {"plate", "冀H7K206"}, {"colour", "blue"}, {"pupils", "9"}};
        ASSERT_EQ(post("/g/extra", text, extra).status, 303U) << text;
        if (text.starts_with("<script>"))
            for (const Response& page : {get("/g/t/T1"), get("/g/v/冀H7K206", "colour=blue")})
                EXPECT_TRUE(says(page, "&lt;script&gt;alert(1)"));
        for (const Response& page : {get("/g/t/T1"), get("/g"), get("/g/v/冀H7K206", "colour=blue&told=1")}) {
            EXPECT_EQ(page.status, 200U);
            for (const std::string_view raw : {"<script>alert", "<img", "\x1B"})
                EXPECT_FALSE(says(page, raw)) << text;
        }
    }
    const auto sightings = store_->reader().value()->sightings(std::nullopt, now() - 1h, 100).value();
    ASSERT_EQ(sightings.size(), 2 * hostile_texts.size());  // seen elsewhere, and at the gate
    for (const std::string_view text : hostile_texts)
        EXPECT_EQ(
            std::ranges::count(sightings, text,
                               [](const auto& it) { return std::get<tracking::Sighting>(it.payload).place; }),
            1)
            << text;
}

}  // namespace
}  // namespace husong::http
