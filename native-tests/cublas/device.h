// The device at hand and what is held on it. One device, one stream, one thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "library.h"

class Device {
public:
    Device(const Driver& driver, int ordinal);
    ~Device();
    Device(const Device&) = delete;

    const Driver& driver() const { return driver_; }
    abi::Handle stream() const { return stream_; }
    const std::string& name() const { return name_; }
    /** A stand-in computes on the CPU: its times say nothing of speed. */
    bool standIn() const { return name_.find("stand-in") != std::string::npos; }
    int attribute(int which) const;
    int driverVersion() const;
    std::size_t freeBytes() const;
    std::size_t totalBytes() const;
    std::size_t l2Bytes() const { return std::size_t(attribute(abi::L2_BYTES)); }
    void synchronize() const { driver_.check(driver_.streamSynchronize(stream_), "cuStreamSynchronize"); }
    /** Why work cannot be captured into a graph; empty if it can. */
    const std::string& graphless() const { return graphless_; }

private:
    void probeGraphs();

    const Driver& driver_;
    abi::Device device_ = 0;
    abi::Handle context_ = nullptr;
    abi::Handle stream_ = nullptr;
    std::string name_, graphless_;
};

/** Device memory; all work on it goes through the device's stream. */
class Buffer {
public:
    Buffer(const Device& device, std::size_t bytes);
    ~Buffer();
    Buffer(const Buffer&) = delete;

    abi::Pointer at() const { return pointer_; }
    void* pointer() const { return reinterpret_cast<void*>(pointer_); }
    std::size_t bytes() const { return bytes_; }
    void fill(unsigned char value) const;
    void upload(const void* from, std::size_t bytes) const;
    void download(void* to, std::size_t offset, std::size_t bytes) const;
    void copyWithin(std::size_t to, std::size_t from, std::size_t bytes) const;

private:
    const Device& device_;
    std::size_t bytes_;
    abi::Pointer pointer_ = 0;
};

/** Pairs of events, one pair per sample. */
class EventPairs {
public:
    EventPairs(const Device& device, int pairs);
    ~EventPairs();
    EventPairs(const EventPairs&) = delete;

    int size() const { return int(events_.size() / 2); }
    void start(int pair) const { record(2 * pair); }
    void stop(int pair) const { record(2 * pair + 1); }
    double seconds(int pair) const;

private:
    void record(int event) const;

    const Device& device_;
    std::vector<abi::Handle> events_;
};
