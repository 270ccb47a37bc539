// The API over a real store and a real intake, without a socket. Every answer is held to the API's own
// document.
#pragma once

#include "server/http/dispatcher.hpp"
#include "server/http/finding_feed.hpp"
#include "server/http/openapi.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/receipts.hpp"
#include "server/http/sign_in_desk.hpp"
#include "server/http/telemetry_desk.hpp"
#include "server/ingest/intake.hpp"
#include "server/planning/desk.hpp"
#include "tests/support/county.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace husong::http::test {

using husong::test::County;

class Api : public testing::Test {
protected:
    Api();
    ~Api() override;

    // Asks and waits for the answer, which must be one that the document describes.
    Response ask(Request request);
    Response get(std::string path, const std::string& query = "");
    // As a page sends it: with the CSRF header, and an idempotency key when there is one.
    Response post(std::string path, const std::string& body, std::string idempotency_key = "");
    // As a browser sends a page's form of the session that is signed in: names and values, encoded here, with
    // the session's token.
    Response post_form(std::string path, const Fields& fields);
    // A form's body as it is.
    Response post_raw(std::string path, std::string body);
    // Makes an account of that role and is it from now on.
    void sign_in_as(access::Role role, const std::string& scope = "");
    void sign_out() { cookie_.clear(); }
    // A device that may do everything; its Authorization header.
    std::string make_device(const std::string& name, VehicleId vehicle, const std::string& source);
    AccountId make_account(const std::string& name, access::Role role, const std::string& password_hash,
                           const std::string& scope = "");
    // Stores and folds what terminals told.
    void tell(std::vector<tracking::Record> records);
    // Forgets all that is only in memory, as a restart does.
    void restart();
    // Yields until it holds; fails after 10 seconds.
    void wait_until(const std::function<bool()>& holds);

    Time now() const { return from_millis(now_); }
    void pass(Milliseconds time) { now_ += time.count(); }

    std::atomic<std::int64_t> now_;
    husong::test::TempDir directory_;
    std::unique_ptr<db::Store> store_;
    County county_;
    bool refuse_acts_ = false;
    std::filesystem::path planner_;  // in force from the next restart() on

private:
    struct Running;
    void expect_described(const Request& request, const Response& response) const;
    void start();

    std::unique_ptr<Running> running_;
    std::string cookie_;

protected:
    // Without the check against the document.
    void dispatch(Request request, Answer answer);
    live::Hub& hub();
    ingest::World& world();
    ReadPool& reads();
    const Services& services() const;
    const Router& router() const;
    const Schemas& schemas() const;
};

std::string header_of(const Response& response, std::string_view name);
// The value at a path of members and numbers: "findings.0.rule".
boost::json::value at(const Response& response, std::string_view path);
std::string text_at(const Response& response, std::string_view path);

}  // namespace husong::http::test
