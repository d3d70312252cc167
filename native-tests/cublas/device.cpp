#include "device.h"

Device::Device(const Driver& driver, int ordinal) : driver_(driver) {
    int count = 0;
    int status = driver.init(0);
    if (status == abi::NO_DEVICE)
        throw Unavailable{"the driver finds no GPU (CUDA_ERROR_NO_DEVICE)"};
    try {
        driver.check(status, "cuInit");
        driver.check(driver.deviceGetCount(&count), "cuDeviceGetCount");
    } catch (const CallError& e) {
        throw Unavailable{e.text};
    }
    if (ordinal < 0 || ordinal >= count)
        throw Unavailable{"no device " + std::to_string(ordinal) + ": there are " + std::to_string(count)};
    char text[256] = "";
    driver.check(driver.deviceGet(&device_, ordinal), "cuDeviceGet");
    driver.check(driver.deviceGetName(text, sizeof text, device_), "cuDeviceGetName");
    name_ = text;
    driver.check(driver.primaryCtxRetain(&context_, device_), "cuDevicePrimaryCtxRetain");
    driver.check(driver.ctxSetCurrent(context_), "cuCtxSetCurrent");
    driver.check(driver.streamCreate(&stream_, abi::STREAM_NON_BLOCKING), "cuStreamCreate");
    probeGraphs();
}

Device::~Device() {
    driver_.streamDestroy(stream_);
    driver_.primaryCtxRelease(device_);
}

int Device::attribute(int which) const {
    int value = 0;
    driver_.check(driver_.deviceGetAttribute(&value, which, device_), "cuDeviceGetAttribute");
    return value;
}

int Device::driverVersion() const {
    int version = 0;
    driver_.check(driver_.driverGetVersion(&version), "cuDriverGetVersion");
    return version;
}

std::size_t Device::freeBytes() const {
    std::size_t free = 0, total = 0;
    driver_.check(driver_.memGetInfo(&free, &total), "cuMemGetInfo");
    return free;
}

std::size_t Device::totalBytes() const {
    std::size_t total = 0;
    driver_.check(driver_.deviceTotalMem(&total, device_), "cuDeviceTotalMem");
    return total;
}

void Device::probeGraphs() {
    if (!driver_.streamBeginCapture || !driver_.streamEndCapture || !driver_.graphInstantiate || !driver_.graphLaunch
        || !driver_.graphExecDestroy || !driver_.graphDestroy) {
        graphless_ = "the driver has no CUDA graphs";
        return;
    }
    try {
        driver_.check(driver_.streamBeginCapture(stream_, abi::CAPTURE_THREAD_LOCAL), "cuStreamBeginCapture");
        abi::Handle graph = nullptr;
        driver_.check(driver_.streamEndCapture(stream_, &graph), "cuStreamEndCapture");
        driver_.graphDestroy(graph);
    } catch (const CallError& e) {
        graphless_ = e.text;
    }
}

Buffer::Buffer(const Device& device, std::size_t bytes) : device_(device), bytes_(bytes) {
    device.driver().check(device.driver().memAlloc(&pointer_, bytes), "cuMemAlloc");
}

Buffer::~Buffer() {
    device_.driver().streamSynchronize(device_.stream());
    device_.driver().memFree(pointer_);
}

void Buffer::fill(unsigned char value) const {
    device_.driver().check(device_.driver().memsetD8Async(pointer_, value, bytes_, device_.stream()),
                           "cuMemsetD8Async");
}

void Buffer::upload(const void* from, std::size_t bytes) const {
    device_.driver().check(device_.driver().memcpyHtoDAsync(pointer_, from, bytes, device_.stream()), "cuMemcpyHtoDAsync");
    device_.synchronize();
}

void Buffer::download(void* to, std::size_t offset, std::size_t bytes) const {
    device_.synchronize();
    device_.driver().check(device_.driver().memcpyDtoH(to, pointer_ + offset, bytes), "cuMemcpyDtoH");
}

void Buffer::copyWithin(std::size_t to, std::size_t from, std::size_t bytes) const {
    device_.driver().check(
        device_.driver().memcpyDtoDAsync(pointer_ + to, pointer_ + from, bytes, device_.stream()),
        "cuMemcpyDtoDAsync");
}

EventPairs::EventPairs(const Device& device, int pairs) : device_(device) {
    for (int i = 0; i < 2 * pairs; i++) {
        abi::Handle event = nullptr;
        device.driver().check(device.driver().eventCreate(&event, 0), "cuEventCreate");
        events_.push_back(event);
    }
}

EventPairs::~EventPairs() {
    for (abi::Handle event : events_)
        device_.driver().eventDestroy(event);
}

void EventPairs::record(int event) const {
    device_.driver().check(device_.driver().eventRecord(events_[std::size_t(event)], device_.stream()),
                           "cuEventRecord");
}

double EventPairs::seconds(int pair) const {
    float milliseconds = 0;
    auto at = std::size_t(2 * pair);
    device_.driver().check(device_.driver().eventElapsedTime(&milliseconds, events_[at], events_[at + 1]),
                           "cuEventElapsedTime");
    return milliseconds * 1e-3;
}
