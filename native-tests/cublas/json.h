// One JSON object on one line.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

class Json {
public:
    Json& put(const std::string& key, const std::string& value) { return raw(key, quote(value)); }
    Json& put(const std::string& key, const char* value) { return raw(key, quote(value)); }
    Json& put(const std::string& key, bool value) { return raw(key, value ? "true" : "false"); }
    Json& put(const std::string& key, int value) { return raw(key, std::to_string(value)); }
    Json& put(const std::string& key, std::int64_t value) { return raw(key, std::to_string(value)); }
    Json& put(const std::string& key, std::size_t value) { return raw(key, std::to_string(value)); }
    Json& put(const std::string& key, double value) { return raw(key, number(value)); }
    Json& put(const std::string& key, const std::vector<double>& values) {
        std::string text;
        for (double value : values)
            text += (text.empty() ? "" : ",") + number(value);
        return raw(key, "[" + text + "]");
    }
    Json& put(const std::string& key, const Json& value) { return raw(key, value.text()); }
    Json& put(const std::string& key, const std::vector<Json>& values) {
        std::string text;
        for (const Json& value : values)
            text += (text.empty() ? "" : ",") + value.text();
        return raw(key, "[" + text + "]");
    }
    std::string text() const { return "{" + fields_ + "}"; }

private:
    Json& raw(const std::string& key, const std::string& value) {
        fields_ += (fields_.empty() ? "" : ",") + quote(key) + ":" + value;
        return *this;
    }

    static std::string number(double value) {
        if (!std::isfinite(value))
            return "null";
        char text[32];
        std::snprintf(text, sizeof text, "%.6g", value);
        return text;
    }

    static std::string quote(const std::string& value) {
        std::string text = "\"";
        for (unsigned char c : value) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, c == '"' || c == '\\' ? "\\%c" : c < 32 ? "\\u%04x" : "%c", c);
            text += escaped;
        }
        return text + "\"";
    }

    std::string fields_;
};
