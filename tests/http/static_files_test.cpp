#include "server/http/static_files.hpp"

#include "server/http/gzip.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <zlib.h>

namespace husong::http {
namespace {

namespace fs = std::filesystem;

std::string unzip(std::string_view zipped) {
    std::string text(10'000, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zipped.data()));
    stream.avail_in = static_cast<uInt>(zipped.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

class Pages : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("husong-pages-" + std::to_string(::getpid()));
        fs::create_directories(folder_ / "assets");
        write("index.html", "<!doctype html>" + std::string(2'000, ' '));
        write("assets/index-4f2a.js", "console.log('" + std::string(2'000, 'x') + "')");
        write("assets/dot.png", "\x89PNG");
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const fs::path& name, const std::string& text) { std::ofstream{folder_ / name} << text; }
    Response get(std::string_view path, Headers headers = {}) {
        const auto files = StaticFiles::load(folder_);
        EXPECT_TRUE(files);
        return files->serve(path, headers).value_or(Response{.status = 404});
    }

    fs::path folder_;
};

TEST_F(Pages, OfTheApplicationAreAllItsIndex) {
    for (const char* path :
         {"/", "/login", "/p", "/p/v/%E5%86%80H00318", "/p/flagged", "/p/f/12", "/index.html"}) {
        const Response page = get(path);
        EXPECT_EQ(page.status, 200U) << path;
        EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
        EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
    }
    EXPECT_EQ(get("/px").status, 404U);
    EXPECT_EQ(get("/assets/missing.js").status, 404U);
    EXPECT_EQ(get("/../secret").status, 404U);
}

TEST_F(Pages, AreNotServedFromTheirSource) {
    write("package.json", "{}");
    const auto files = StaticFiles::load(folder_);
    ASSERT_FALSE(files);
    EXPECT_NE(files.error().what.find("holds the pages' source; npm run build"), std::string::npos);
}

TEST_F(Pages, AssetsAreKeptByTheBrowserForEver) {
    const Response script = get("/assets/index-4f2a.js");
    EXPECT_EQ(header(script, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
}

TEST_F(Pages, AreSentCompressedToWhoTakesIt) {
    const Response plain = get("/assets/index-4f2a.js");
    const Response zipped = get("/assets/index-4f2a.js", {.accept_encoding = "br, gzip"});
    EXPECT_EQ(header(zipped, "Content-Encoding"), "gzip");
    EXPECT_EQ(header(zipped, "Vary"), "Accept-Encoding");
    EXPECT_EQ(unzip(zipped.text()), plain.text());
    EXPECT_EQ(header(get("/assets/dot.png", {.accept_encoding = "gzip"}), "Content-Encoding"), "");
}

TEST_F(Pages, ThatTheBrowserHasAreNotSentAgain) {
    const std::string tag = header(get("/"), "ETag");
    const Response same = get("/", {.if_none_match = "\"other\", " + tag});
    EXPECT_EQ(same.status, 304U);
    EXPECT_EQ(same.text(), "");
    write("index.html", "<!doctype html> changed");
    EXPECT_EQ(get("/", {.if_none_match = tag}).status, 200U);
}

TEST_F(Pages, WithoutAnIndexAreRefusedAtStart) {
    fs::remove(folder_ / "index.html");
    EXPECT_EQ(StaticFiles::load(folder_).error().code, ErrorCode::not_found);
}

TEST(Gzip, GivesTheTextBack) {
    const std::string text(5'000, 'a');
    EXPECT_EQ(unzip(gzip(text, Effort::quick)), text);
    EXPECT_LT(gzip(text, Effort::best).size(), 100U);
    EXPECT_EQ(unzip(gzip("", Effort::quick)), "");
}

TEST(Gzip, IsTakenByWhoSaysSo) {
    EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
    EXPECT_TRUE(accepts_gzip("deflate;q=0.5, gzip;q=0.8"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0, br"));
    EXPECT_FALSE(accepts_gzip("br"));
    EXPECT_FALSE(accepts_gzip(""));
}

}  // namespace
}  // namespace husong::http
