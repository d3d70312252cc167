/* Finds the kernels of a preprocessed source, where __global__ has become a mark. */
#define _GNU_SOURCE
#include "program.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK "__standin_kernel__"

static int part(char c) { return isalnum((unsigned char)c) || c == '_'; }

static int is_extern_c(const char *text, const char *mark) {
    const char *words[] = {"\"C\"", "extern"};
    for (int i = 0; i < 2; i++) {
        while (mark > text && isspace((unsigned char)mark[-1]))
            mark--;
        size_t length = strlen(words[i]);
        if ((size_t)(mark - text) < length || strncmp(mark - length, words[i], length) != 0)
            return 0;
        mark -= length;
    }
    return 1;
}

static const char *past_parentheses(const char *open) {
    int depth = 0;
    for (; *open; open++) {
        depth += *open == '(';
        depth -= *open == ')';
        if (!depth)
            return open + 1;
    }
    return open;
}

/* The name of the function defined behind the mark; null for a declaration. */
static char *name_of(const char *at) {
    for (;;) {
        const char *open = strpbrk(at, "(;{");
        if (!open || *open != '(')
            return NULL;
        const char *end = open;
        while (end > at && isspace((unsigned char)end[-1]))
            end--;
        const char *start = end;
        while (start > at && part(start[-1]))
            start--;
        const char *next = past_parentheses(open);
        if (strncmp(start, "__attribute__", (size_t)(end - start)) == 0) {
            at = next;
            continue;
        }
        next += strspn(next, " \t\r\n");
        return *next == '{' ? strndup(start, (size_t)(end - start)) : NULL;
    }
}

char *wrap_kernels(const char *text) {
    char *out = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&out, &bytes);
    fputs(text, stream);
    for (const char *at = text; (at = strstr(at, MARK)); at += strlen(MARK)) {
        if (!is_extern_c(text, at))
            continue;
        char *name = name_of(at + strlen(MARK));
        if (name && *name)
            fprintf(stream, "\nextern \"C\" __attribute__((visibility(\"default\")))"
                            " const standin_kernel standin_kernel_%s;\n"
                            "const standin_kernel standin_kernel_%s = {standin_runner<&%s>::run,"
                            " standin_runner<&%s>::parameters, standin_runner<&%s>::sizes};\n",
                    name, name, name, name, name);
        free(name);
    }
    fclose(stream);
    return out;
}
