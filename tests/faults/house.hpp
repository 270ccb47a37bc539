// A store on a disk on which things go wrong when told to.
#pragma once

#include "db/store.hpp"
#include "tests/faults/fault_vfs.hpp"
#include "tests/support/temp_dir.hpp"

#include <memory>
#include <string>

namespace husong::test {

struct House {
    faults::FaultVfs vfs;
    TempDir dir;
    std::string synchronous;
    int copies_beside_from = 0;  // pages of the log
    std::unique_ptr<db::Store> store{};

    void open() {
        store = db::open_sqlite(
                    dir / "husong.db",
                    {.vfs = vfs.name(), .synchronous = synchronous, .copies_beside_from = copies_beside_from})
                    .value();
    }
    // The same files seen past the faults: as another process would see them.
    [[nodiscard]] std::unique_ptr<db::Store> seen_from_outside() const {
        return db::open_sqlite(dir / "husong.db").value();
    }
};

}  // namespace husong::test
