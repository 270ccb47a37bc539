#include "db/sqlite/episodes.hpp"

#include "db/sqlite/records.hpp"
#include "db/sqlite/rows.hpp"

namespace husong::db {

namespace {

using rules::Episode;
using rules::RecordRef;

struct Row {
    std::int64_t ordinal = 0;
    Episode episode;
};

Row read_row(const Query& row) {
    Row result;
    result.ordinal = row.integer(0);
    Episode& e = result.episode;
    e.from = row.time(1);
    if (!row.is_null(2)) e.until = row.time(2);
    e.level = static_cast<rules::Level>(row.integer(3));
    e.worst = {row.number<std::int16_t>(4), row.number<std::int16_t>(5), row.number<std::int16_t>(6),
               row.number<std::int16_t>(7), row.number<std::int16_t>(8), row.number<std::int16_t>(9)};
    e.latitude_deg = row.real(10);
    e.longitude_deg = row.real(11);
    e.versions = {row.integer(12), row.integer(13), row.integer(14)};
    e.detail = row.text(15);
    if (!row.is_null(16)) e.severity = static_cast<rules::Severity>(row.integer(16));
    return result;
}

std::optional<std::int64_t> severity_number(const std::optional<rules::Severity>& severity) {
    return severity ? std::optional{static_cast<std::int64_t>(*severity)} : std::nullopt;
}

Result<> put_row(Connection& db, FindingId finding, std::uint16_t ordinal, const Episode& e) {
    return db
        .query(
            "INSERT INTO finding_episode (finding, ordinal, from_at, until_at, level, people_lower, "
            "people_upper, "
            "pupils, adults, approved_persons, approved_pupils, latitude_deg, longitude_deg, "
            "vehicle_version, "
            "plate_version, permit_version, detail, severity) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)")
        .bind(1, finding.value)
        .bind(2, ordinal)
        .bind(3, e.from)
        .bind(4, e.until)
        .bind(5, static_cast<std::int64_t>(e.level))
        .bind(6, e.worst.lower)
        .bind(7, e.worst.upper)
        .bind(8, e.worst.pupils)
        .bind(9, e.worst.adults)
        .bind(10, e.worst.approved_persons)
        .bind(11, e.worst.approved_pupils)
        .bind(12, e.latitude_deg)
        .bind(13, e.longitude_deg)
        .bind(14, e.versions[0])
        .bind(15, e.versions[1])
        .bind(16, e.versions[2])
        .bind(17, e.detail)
        .bind(18, severity_number(e.severity))
        .run();
}

Result<> put_evidence(Connection& db, FindingId finding, std::uint16_t ordinal, const Episode& episode) {
    for (std::size_t place = 0; place < episode.evidence.size(); ++place) {
        const RecordRef& ref = episode.evidence[place];
        if (ref == RecordRef{}) continue;
        auto insert = db.query(
            "INSERT INTO finding_evidence (finding, episode, place, measured_at, kind_key) "
            "VALUES (?1, ?2, ?3, ?4, ?5)");
        insert.bind(1, finding.value).bind(2, ordinal).bind(3, place);
        insert.bind(4, ref.measured_at).bind(5, kind_key(ref.kind, ref.key));
        if (auto inserted = insert.run(); !inserted) return inserted;
    }
    return {};
}

struct EvidenceRow {
    std::int64_t episode = 0;
    std::size_t place = 0;
    RecordRef ref;
};

Result<std::vector<EvidenceRow>> read_evidence(Connection& db, FindingId finding) {
    auto query =
        db.query("SELECT episode, place, measured_at, kind_key FROM finding_evidence WHERE finding = ?1");
    return all_rows(query.bind(1, finding.value), [](const Query& row) {
        const std::int64_t kind_and_key = row.integer(3);
        return EvidenceRow{row.integer(0),
                           row.number<std::size_t>(1),
                           {row.time(2), kind_of(kind_and_key), key_of(kind_and_key)}};
    });
}

}  // namespace

Result<> put_episode(Connection& db, FindingId finding, std::uint16_t ordinal, const Episode& episode) {
    auto drop = db.query("DELETE FROM finding_episode WHERE finding = ?1 AND ordinal = ?2");
    if (auto dropped = drop.bind(1, finding.value).bind(2, ordinal).run(); !dropped) return dropped;
    if (auto put = put_row(db, finding, ordinal, episode); !put) return put;
    return put_evidence(db, finding, ordinal, episode);
}

Result<std::vector<Episode>> read_episodes(Connection& db, FindingId finding) {
    auto query = db.query(
        "SELECT ordinal, from_at, until_at, level, people_lower, people_upper, pupils, adults, "
        "approved_persons, "
        "approved_pupils, latitude_deg, longitude_deg, vehicle_version, plate_version, permit_version, "
        "detail, severity FROM finding_episode WHERE finding = ?1 ORDER BY ordinal");
    auto rows = all_rows(query.bind(1, finding.value), read_row);
    if (!rows) return rows.error();
    const auto evidence = read_evidence(db, finding);
    if (!evidence) return evidence.error();

    std::vector<Episode> episodes;
    for (Row& row : *rows) {
        for (const EvidenceRow& e : *evidence)
            if (e.episode == row.ordinal && e.place < rules::max_evidence_records)
                row.episode.evidence[e.place] = e.ref;
        episodes.push_back(row.episode);
    }
    return episodes;
}

}  // namespace husong::db
