/* size.c -- adoption-size: how large the code and the data of a program or a library are, in memory.
 *
 * usage: adoption-size FILE
 * How:   the sections of the ELF file that are loaded: those that are not written to are code, the others data.
 *        Names that the dynamic linker finds are counted, too.
 * Exit:  0; 1 where the file is none of this machine; 2 wrong usage.
 */
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct size {
    unsigned long long code, data, symbols;
};

/* The whole file. NULL: it cannot be read. */
static char *size_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long end = -1;
    if (file && fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) > 0 &&
        (bytes = malloc((size_t)end))) {
        rewind(file);
        *length = fread(bytes, 1, (size_t)end, file);
    }
    if (file)
        fclose(file);
    return bytes;
}

/* The functions and variables of that table that others may use. */
static unsigned long long size_count_symbols(const char *bytes, const ElfW(Shdr) * table)
{
    const ElfW(Sym) *symbols = (const ElfW(Sym) *)(bytes + table->sh_offset);
    unsigned long long count = 0;
    for (size_t i = 0; i < table->sh_size / sizeof *symbols; i++) {
        unsigned char bind = symbols[i].st_info >> 4, type = symbols[i].st_info & 0xf;
        count += symbols[i].st_shndx != SHN_UNDEF && bind != STB_LOCAL &&
                 (type == STT_FUNC || type == STT_OBJECT);
    }
    return count;
}

static void size_add_section(struct size *size, const char *bytes, const ElfW(Shdr) * section)
{
    if (section->sh_type == SHT_DYNSYM)
        size->symbols = size_count_symbols(bytes, section);
    if (section->sh_flags & SHF_ALLOC && section->sh_flags & SHF_WRITE)
        size->data += section->sh_size;
    else if (section->sh_flags & SHF_ALLOC)
        size->code += section->sh_size;
}

/* Whether the table of the sections lies in the file, and all of them. */
static int size_is_whole(const char *bytes, size_t length)
{
    const ElfW(Ehdr) *head = (const ElfW(Ehdr) *)bytes;
    if (length < sizeof *head || memcmp(bytes, ELFMAG, SELFMAG) != 0 ||
        bytes[EI_CLASS] != (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) ||
        head->e_shoff > length || head->e_shnum > (length - head->e_shoff) / sizeof(ElfW(Shdr)))
        return 0;
    const ElfW(Shdr) *sections = (const ElfW(Shdr) *)(bytes + head->e_shoff);
    for (unsigned i = 0; i < head->e_shnum; i++)
        if (sections[i].sh_type != SHT_NOBITS &&
            (sections[i].sh_offset > length ||
             sections[i].sh_size > length - sections[i].sh_offset))
            return 0;
    return head->e_shnum > 0;
}

int main(int count, char **words)
{
    struct size size = {0, 0, 0};
    size_t length = 0;
    if (count != 2) {
        fputs("usage: adoption-size FILE\n", stderr);
        return 2;
    }
    char *bytes = size_read(words[1], &length);
    if (!bytes || !size_is_whole(bytes, length)) {
        fprintf(stderr, "adoption-size: %s is no program or library of this machine\n", words[1]);
        free(bytes);
        return 1;
    }
    const ElfW(Ehdr) *head = (const ElfW(Ehdr) *)bytes;
    const ElfW(Shdr) *sections = (const ElfW(Shdr) *)(bytes + head->e_shoff);
    for (unsigned i = 0; i < head->e_shnum; i++)
        size_add_section(&size, bytes, &sections[i]);
    free(bytes);
    printf("code_bytes\tdata_bytes\tsymbols\n%llu\t%llu\t%llu\n", size.code, size.data,
           size.symbols);
    return fflush(stdout) || ferror(stdout);
}
