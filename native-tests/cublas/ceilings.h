#pragma once
#include <functional>

#include "contender.h"
#include "options.h"

using Report = std::function<void(const Json&)>;

/**
 * Measures copy bandwidth (bytes read and written), write bandwidth, and the peak of a large product per type; says how
 * many products were wrong.
 */
int ceilings(const Device& device, const Libraries& libraries, const Sampler& sampler, const Options& options,
             const Report& write);
