#include "shapes.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "library.h"

namespace {

const std::set<std::string> COLUMNS = {"model", "layer", "repeat", "cin", "cout", "h", "w", "stride",
                                       "activation", "bias", "group_of_siblings"};

std::vector<std::string> fields(std::string line) {
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    std::vector<std::string> all;
    std::istringstream in(line + ",");
    for (std::string field; std::getline(in, field, ',');)
        all.push_back(field);
    return all;
}

// Without a column `model`, the network is named after the file.
std::string stem(const std::string& file) {
    std::string name = file.substr(file.rfind('/') + 1);
    return name.substr(0, name.rfind('.'));
}

struct Row {
    std::string place;
    std::map<std::string, std::string> values;

    [[noreturn]] void refuse(const std::string& column, const std::string& expected) const {
        throw UsageError{place + ", column " + column + ": '" + text(column) + "', expected " + expected};
    }

    std::string text(const std::string& column) const {
        auto found = values.find(column);
        return found == values.end() ? "" : found->second;
    }

    std::int64_t number(const std::string& column) const {
        std::string digits = text(column);
        if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos
            || std::stol(digits) < 1)
            refuse(column, "a whole number of at least 1");
        return std::stol(digits);
    }

    Epilogue epilogue() const {
        Epilogue e;
        std::string bias = text("bias");
        if (bias != "yes" && bias != "bn-folded" && bias != "no" && !bias.empty())
            refuse("bias", "yes, bn-folded or no");
        e.bias = bias != "no" && !bias.empty();
        std::istringstream in(text("activation"));
        for (std::string step; std::getline(in, step, '+');) {
            if (step == "none" || step == "layerscale")
                continue;  // a scale per channel folds into weights and bias
            if (step == "add")
                e.residual = true;
            else if (e.activation != Activation::NONE)
                refuse("activation", "one activation");
            else if (step == "relu")
                e.activation = Activation::RELU;
            else if (step == "gelu_tanh")
                e.activation = Activation::GELU_TANH;
            else {
                e.activation = Activation::OTHER;
                e.other = step;
            }
        }
        return e;
    }

    Layer layer(const std::string& network) const {
        Layer l;
        l.network = values.count("model") ? text("model") : network;
        l.name = text("layer");
        l.cin = number("cin");
        l.cout = number("cout");
        l.h = number("h");
        l.w = number("w");
        l.stride = values.count("stride") ? number("stride") : 1;
        l.epilogue = epilogue();
        return l;
    }
};

}  // namespace

std::vector<Layer> readShapes(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    if (!in || !std::getline(in, line))
        throw UsageError{file + " cannot be read, or is empty"};
    std::vector<std::string> columns = fields(line);
    for (const auto& column : columns)
        if (!COLUMNS.count(column))
            throw UsageError{file + ", line 1: unknown column '" + column + "'"};
    std::vector<Layer> layers;
    for (int number = 2; std::getline(in, line); number++) {
        if (line.empty() || line == "\r")
            continue;
        Row row{file + ", line " + std::to_string(number), {}};
        auto values = fields(line);
        if (values.size() != columns.size())
            throw UsageError{row.place + ": " + std::to_string(values.size()) + " fields, expected "
                             + std::to_string(columns.size())};
        for (std::size_t i = 0; i < columns.size(); i++)
            row.values[columns[i]] = values[i];
        layers.push_back(row.layer(stem(file)));
    }
    if (layers.empty())
        throw UsageError{file + ": no rows"};
    return layers;
}

std::vector<Layer> distinct(const std::vector<Layer>& layers) {
    std::set<std::string> seen;
    std::vector<Layer> all;
    for (const auto& layer : layers)
        if (seen.insert(layer.shape()).second)
            all.push_back(layer);
    return all;
}

std::vector<Layer> spread(const std::vector<Layer>& layers) {
    std::size_t size = 1;
    while (size < layers.size())
        size *= 2;
    std::vector<Layer> all;
    for (std::size_t i = 0; i < size; i++) {
        std::size_t mirrored = 0;
        for (std::size_t from = 1, to = size / 2; from < size; from *= 2, to /= 2)
            if (i & from)
                mirrored |= to;
        if (mirrored < layers.size())
            all.push_back(layers[mirrored]);
    }
    return all;
}
