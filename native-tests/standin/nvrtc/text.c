/* The headers that every kernel is compiled behind, as part of the library. */
__asm__(".section .rodata\n"
        ".global shim_text\n.hidden shim_text\n"
        ".global shim_end\n.hidden shim_end\n"
        "shim_text:\n"
        ".incbin \"" NUMBERS "\"\n"
        ".incbin \"" SHIM "\"\n"
        "shim_end: .byte 0\n"
        ".previous\n");

typedef int not_empty;
