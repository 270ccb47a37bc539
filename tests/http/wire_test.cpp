#include "server/http/wire.hpp"

#include "server/http/metrics.hpp"

#include <gtest/gtest.h>

namespace husong::http {
namespace {

TEST(ResponseHead, TellsStatusLengthAndHeaders) {
    Response response = text_response(200, "冀H");
    response.headers.emplace_back("Cache-Control", "no-store");
    EXPECT_EQ(response_head(response, true),
              "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Type: text/plain; charset=utf-8\r\n"
              "Content-Length: 4\r\nConnection: keep-alive\r\n\r\n");
}

TEST(ResponseHead, OfAnAnswerWithoutBodyTellsNoLength) {
    EXPECT_EQ(response_head(empty_response(), false), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(EventText, IsOneBlockAnEventWithItsNumber) {
    live::News news;
    news.events = {{41, std::make_shared<const std::string>(R"({"id":"1"})")},
                   {42, std::make_shared<const std::string>("{}")}};
    EXPECT_EQ(event_text(news),
              "id: 41\nevent: finding\ndata: {\"id\":\"1\"}\n\nid: 42\nevent: finding\ndata: {}\n\n");
}

TEST(EventText, OfLostEventsIsAReset) {
    live::News news;
    news.reset = true;
    news.last = 43;
    EXPECT_EQ(event_text(news), "id: 43\nevent: reset\ndata: {}\n\n");
    EXPECT_EQ(event_text(live::News{}), "");
}

TEST(Metrics, AreLinesThatPrometheusReads) {
    Metrics metrics;
    metrics.counter("http_answers_total", "Answers", 3, "class=\"2xx\"");
    metrics.counter("http_answers_total", "Answers", 1, "class=\"4xx\"");
    metrics.gauge("http_connections", "Open", 2);
    EXPECT_EQ(metrics.text(),
              "# HELP husong_http_answers_total Answers\n# TYPE husong_http_answers_total counter\n"
              "husong_http_answers_total{class=\"2xx\"} 3\nhusong_http_answers_total{class=\"4xx\"} 1\n"
              "# HELP husong_http_connections Open\n# TYPE husong_http_connections "
              "gauge\nhusong_http_connections 2\n");
}

}  // namespace
}  // namespace husong::http
