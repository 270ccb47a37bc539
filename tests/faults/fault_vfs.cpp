#include "tests/faults/fault_vfs.hpp"

#include "tests/faults/simulated_disk.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>

namespace husong::faults {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

Content read_content(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write_content(const fs::path& file, const Content& content) {
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

// Shared by all files and threads.
class FaultVfs::State {
public:
    explicit State(std::string name);
    ~State() { sqlite3_vfs_unregister(&vfs_); }

    // Counts a call; gives `error` when it is to fail.
    int admit(int error) {
        ++calls_;
        if (calls_ > power_fails_at_) power_is_off_ = true;
        if (power_is_off_) return error;
        if (calls_ <= fails_at_) return SQLITE_OK;
        if (failing_ == Failing::once) fails_at_ = never;
        return error;
    }
    bool take_room(std::uint64_t bytes) {
        if (!room_) return true;
        if (bytes > *room_) return false;
        *room_ -= bytes;
        return true;
    }

    std::mutex mutex_;
    std::string name_;
    sqlite3_vfs* platform_ = nullptr;
    sqlite3_vfs vfs_{};
    SimulatedDisk disk_;
    std::uint64_t calls_ = 0;
    std::uint64_t power_fails_at_ = never;
    std::uint64_t fails_at_ = never;
    std::uint64_t open_files_ = 0;
    Failing failing_ = Failing::once;
    bool power_is_off_ = false;
    std::optional<std::uint64_t> room_;
};

namespace {

using State = FaultVfs::State;
using Lock = std::scoped_lock<std::mutex>;

// SQLite gives the memory: this, and behind it the platform's file.
struct File {
    sqlite3_file base{};
    State* state = nullptr;
    SimulatedDisk::FilePtr disk;
    bool syncs_folder = false;  // the platform syncs the folder with a journal's first sync

    [[nodiscard]] sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) % alignof(void*) == 0);

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

std::uint64_t size_of(File& file) {
    sqlite3_int64 size = 0;
    file.inner()->pMethods->xFileSize(file.inner(), &size);
    return static_cast<std::uint64_t>(size);
}

int close_file(sqlite3_file* handle) {
    File& file = file_of(handle);
    Lock lock{file.state->mutex_};
    --file.state->open_files_;
    const int code = file.inner()->pMethods ? file.inner()->pMethods->xClose(file.inner()) : SQLITE_OK;
    file.~File();
    return code;
}

int read_file(sqlite3_file* handle, void* to, int amount, sqlite3_int64 offset) {
    File& file = file_of(handle);
    {
        Lock lock{file.state->mutex_};
        if (const int error = file.state->admit(SQLITE_IOERR_READ)) return error;
    }
    return file.inner()->pMethods->xRead(file.inner(), to, amount, offset);
}

int write_file(sqlite3_file* handle, const void* from, int amount, sqlite3_int64 offset) {
    File& file = file_of(handle);
    Lock lock{file.state->mutex_};
    if (const int error = file.state->admit(SQLITE_IOERR_WRITE)) return error;
    const auto end = static_cast<std::uint64_t>(offset) + static_cast<std::uint64_t>(amount);
    const std::uint64_t size = size_of(file);
    if (end > size && !file.state->take_room(end - size)) return SQLITE_FULL;
    const int code = file.inner()->pMethods->xWrite(file.inner(), from, amount, offset);
    if (code == SQLITE_OK && file.disk)
        file.disk->write(static_cast<std::uint64_t>(offset),
                         {static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(amount)});
    return code;
}

int truncate_file(sqlite3_file* handle, sqlite3_int64 size) {
    File& file = file_of(handle);
    Lock lock{file.state->mutex_};
    if (const int error = file.state->admit(SQLITE_IOERR_TRUNCATE)) return error;
    const int code = file.inner()->pMethods->xTruncate(file.inner(), size);
    if (code == SQLITE_OK && file.disk) file.disk->truncate(static_cast<std::uint64_t>(size));
    return code;
}

int sync_file(sqlite3_file* handle, int) {
    File& file = file_of(handle);
    Lock lock{file.state->mutex_};
    if (const int error = file.state->admit(SQLITE_IOERR_FSYNC)) return error;
    if (file.disk) file.disk->sync();
    if (file.syncs_folder) file.state->disk_.sync_folder();
    file.syncs_folder = false;
    return SQLITE_OK;
}

int file_size(sqlite3_file* handle, sqlite3_int64* size) {
    return file_of(handle).inner()->pMethods->xFileSize(file_of(handle).inner(), size);
}
int lock_file(sqlite3_file* handle, int level) {
    return file_of(handle).inner()->pMethods->xLock(file_of(handle).inner(), level);
}
int unlock_file(sqlite3_file* handle, int level) {
    return file_of(handle).inner()->pMethods->xUnlock(file_of(handle).inner(), level);
}
int check_reserved_lock(sqlite3_file* handle, int* held) {
    return file_of(handle).inner()->pMethods->xCheckReservedLock(file_of(handle).inner(), held);
}
int sector_size(sqlite3_file* handle) {
    return file_of(handle).inner()->pMethods->xSectorSize(file_of(handle).inner());
}
int device_characteristics(sqlite3_file* handle) {
    return file_of(handle).inner()->pMethods->xDeviceCharacteristics(file_of(handle).inner());
}
int map_shared_memory(sqlite3_file* handle, int page, int page_size, int extend, void volatile** memory) {
    return file_of(handle).inner()->pMethods->xShmMap(file_of(handle).inner(), page, page_size, extend,
                                                      memory);
}
int lock_shared_memory(sqlite3_file* handle, int offset, int count, int flags) {
    return file_of(handle).inner()->pMethods->xShmLock(file_of(handle).inner(), offset, count, flags);
}
void shared_memory_barrier(sqlite3_file* handle) {
    file_of(handle).inner()->pMethods->xShmBarrier(file_of(handle).inner());
}
int unmap_shared_memory(sqlite3_file* handle, int remove) {
    return file_of(handle).inner()->pMethods->xShmUnmap(file_of(handle).inner(), remove);
}

// Hints about sizes and chunks would change files behind our back.
int control_file(sqlite3_file* handle, int operation, void* argument) {
    switch (operation) {
        case SQLITE_FCNTL_SIZE_HINT:
        case SQLITE_FCNTL_CHUNK_SIZE:
        case SQLITE_FCNTL_MMAP_SIZE: return SQLITE_NOTFOUND;
        default:
            return file_of(handle).inner()->pMethods->xFileControl(file_of(handle).inner(), operation,
                                                                   argument);
    }
}

// Version 2: with shared memory, without memory-mapped reading.
const sqlite3_io_methods methods{2,
                                 close_file,
                                 read_file,
                                 write_file,
                                 truncate_file,
                                 sync_file,
                                 file_size,
                                 lock_file,
                                 unlock_file,
                                 check_reserved_lock,
                                 control_file,
                                 sector_size,
                                 device_characteristics,
                                 map_shared_memory,
                                 lock_shared_memory,
                                 shared_memory_barrier,
                                 unmap_shared_memory,
                                 nullptr,
                                 nullptr};

State& state_of(sqlite3_vfs* vfs) { return *static_cast<State*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* handle, int flags, int* out_flags) {
    State& state = state_of(vfs);
    Lock lock{state.mutex_};
    handle->pMethods = nullptr;
    if (const int error = state.admit(SQLITE_CANTOPEN)) return error;
    // Only a file that nobody has open is read here: closing it again would drop the process's locks on it.
    if (name && !state.disk_.knows(name) && fs::exists(name)) state.disk_.adopt(name, read_content(name));
    File* file = new (handle) File;
    file->state = &state;
    file->inner()->pMethods = nullptr;
    const int code = state.platform_->xOpen(state.platform_, name, file->inner(), flags, out_flags);
    if (code != SQLITE_OK) {
        file->~File();
        handle->pMethods = nullptr;
        return code;
    }
    ++state.open_files_;
    if (name) file->disk = state.disk_.open(name);
    const int journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    file->syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
    file->base.pMethods = &methods;
    return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    State& state = state_of(vfs);
    Lock lock{state.mutex_};
    if (const int error = state.admit(SQLITE_IOERR_DELETE)) return error;
    const int code = state.platform_->xDelete(state.platform_, name, 0);
    if (code != SQLITE_OK) return code;
    state.disk_.remove(name);
    if (sync_folder) state.disk_.sync_folder();
    return SQLITE_OK;
}

}  // namespace

FaultVfs::State::State(std::string name) : name_{std::move(name)}, platform_{sqlite3_vfs_find(nullptr)} {
    vfs_ = *platform_;
    vfs_.pNext = nullptr;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + platform_->szOsFile;
    vfs_.xOpen = open_file;
    vfs_.xDelete = remove_file;
    sqlite3_vfs_register(&vfs_, 0);
}

FaultVfs::FaultVfs(std::string name) : state_{std::make_unique<State>(std::move(name))} {}
FaultVfs::~FaultVfs() = default;

const std::string& FaultVfs::name() const { return state_->name_; }

std::uint64_t FaultVfs::calls() const {
    Lock lock{state_->mutex_};
    return state_->calls_;
}

void FaultVfs::cut_power() { cut_power_after(0); }

void FaultVfs::cut_power_after(std::uint64_t calls) {
    Lock lock{state_->mutex_};
    state_->power_fails_at_ = state_->calls_ + calls;
    if (calls == 0) state_->power_is_off_ = true;
}

bool FaultVfs::power_is_off() const {
    Lock lock{state_->mutex_};
    return state_->power_is_off_;
}

void FaultVfs::restore_power(std::uint64_t seed) {
    Lock lock{state_->mutex_};
    if (state_->open_files_ != 0) throw std::logic_error("the power comes back while files are open");
    const auto names = state_->disk_.names();
    const auto left = state_->disk_.cut(seed);
    for (const std::string& name : names) fs::remove(name);
    for (const auto& [name, content] : left) write_content(name, content);
    for (const std::string& name : names) fs::remove(name + "-shm");  // memory does not outlive the power
    state_->power_is_off_ = false;
    state_->power_fails_at_ = never;
}

void FaultVfs::leave_room(std::uint64_t bytes) {
    Lock lock{state_->mutex_};
    state_->room_ = bytes;
}

void FaultVfs::make_room() {
    Lock lock{state_->mutex_};
    state_->room_.reset();
}

void FaultVfs::fail_after(std::uint64_t calls, Failing failing) {
    Lock lock{state_->mutex_};
    state_->fails_at_ = state_->calls_ + calls;
    state_->failing_ = failing;
}

void FaultVfs::heal() {
    Lock lock{state_->mutex_};
    state_->fails_at_ = never;
}

}  // namespace husong::faults
