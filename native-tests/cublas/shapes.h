// Files of layers.
#pragma once
#include <string>
#include <vector>

#include "layer.h"

/** The rows of a CSV file, with a batch of 1. Throws UsageError, naming file and line. */
std::vector<Layer> readShapes(const std::string& file);

/** Leaves out layers that another one equals but for its name. */
std::vector<Layer> distinct(const std::vector<Layer>& layers);

/** Reorders so that any beginning of the list is spread over all of it. */
std::vector<Layer> spread(const std::vector<Layer>& layers);
