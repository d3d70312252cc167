/* Calls that exist so that using them is an error code, not an unresolved symbol. */
#include "driver.h"

#define UNSUPPORTED(name) \
    API(name, READY, (void), ()) { return NOT_SUPPORTED; }

UNSUPPORTED(cuCtxCreate_v2)
UNSUPPORTED(cuCtxDestroy_v2)
UNSUPPORTED(cuDevicePrimaryCtxReset_v2)
UNSUPPORTED(cuCtxGetLimit)
UNSUPPORTED(cuCtxSetLimit)
UNSUPPORTED(cuCtxEnablePeerAccess)
UNSUPPORTED(cuFuncSetAttribute)
UNSUPPORTED(cuGraphCreate)
UNSUPPORTED(cuLaunchCooperativeKernel)
UNSUPPORTED(cuLaunchHostFunc)
UNSUPPORTED(cuMemAllocManaged)
UNSUPPORTED(cuMemAllocPitch_v2)
UNSUPPORTED(cuMemHostRegister_v2)
UNSUPPORTED(cuMemHostUnregister)
UNSUPPORTED(cuMemPrefetchAsync)
UNSUPPORTED(cuMemcpyPeer)
UNSUPPORTED(cuMemcpyPeerAsync)
UNSUPPORTED(cuModuleLoad)
UNSUPPORTED(cuModuleLoadFatBinary)
UNSUPPORTED(cuModuleGetGlobal_v2)
UNSUPPORTED(cuStreamAddCallback)
