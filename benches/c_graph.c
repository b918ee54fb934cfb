/* What the graph functions cost from C: nanoseconds and allocations per leaf, medians of many runs.
 *
 *   c_graph [FILE]      prints a table; FILE gets the same as JSON
 *
 * The graph is a tree of Objects, 16 below each, with four scalar Variables (two Param, a BatchStat, an OptVariable)
 * in each. Results are released outside the measured time; "drop" is what releasing a graph and a State costs.
 */
#define _GNU_SOURCE
#include <nnx.h>

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        if ((call) != NNX_OK) {                                                                                        \
            fprintf(stderr, "%s: %s\n", #call, nnx_last_error_message());                                              \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Every allocation of the process comes through here: the library's too, because a program's malloc takes the place of
 * libc's. */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static size_t allocations = 0;
static size_t allocated_bytes = 0;

static void *counted(void *memory, size_t size) {
    allocations++;
    allocated_bytes += size;
    return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size), size); }
void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size), count * size); }
void *realloc(void *old, size_t size) { return counted(__libc_realloc(old, size), size); }
void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size), size); }
void *aligned_alloc(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size), size); }
int posix_memalign(void **out, size_t alignment, size_t size) {
    *out = counted(__libc_memalign(alignment, size), size);
    return *out == NULL ? ENOMEM : 0;
}
void free(void *memory) { __libc_free(memory); }

/* The graph ----------------------------------------------------------------------------------------------------- */

enum { CHILDREN = 16, VARIABLES = 4 };

static const char *const NAMES[VARIABLES] = {"bias", "kernel", "mean", "moment"};
static const char *const TYPES[VARIABLES] = {"Param", "Param", "BatchStat", "OptVariable"};

static nnx_tensor *scalar(float value) {
    nnx_tensor *tensor;
    TRY(nnx_tensor_new(NNX_DTYPE_F32, NULL, 0, &value, sizeof value, &tensor));
    return tensor;
}

static nnx_node *build(size_t leaves, float value) {
    size_t count = leaves / VARIABLES;
    nnx_graph *graph;
    nnx_node **modules = malloc(count * sizeof *modules);
    TRY(nnx_graph_new(&graph));
    for (size_t i = 0; i < count; i++) {
        TRY(nnx_object_new(graph, NNX_STR("Module"), &modules[i]));
        for (size_t j = 0; j < VARIABLES; j++) {
            nnx_tensor *tensor = scalar(value);
            nnx_node *variable;
            TRY(nnx_variable_new(graph, nnx_str_of(TYPES[j]), tensor, &variable));
            TRY(nnx_node_set_node(modules[i], nnx_str_of(NAMES[j]), variable));
            TRY(nnx_node_release(variable));
            TRY(nnx_tensor_release(tensor));
        }
        if (i > 0) {
            char key[32];
            snprintf(key, sizeof key, "module%02zu", (i - 1) % CHILDREN);
            TRY(nnx_node_set_node(modules[(i - 1) / CHILDREN], nnx_str_of(key), modules[i]));
        }
    }
    nnx_node *root = modules[0];
    for (size_t i = 1; i < count; i++) TRY(nnx_node_release(modules[i]));
    TRY(nnx_graph_release(graph));
    free(modules);
    return root;
}

/* What is measured ------------------------------------------------------------------------------------------------ */

typedef struct {
    nnx_node *root, *other_root, *changing_root;
    nnx_filter *three[3];
    nnx_filter *param[1];
    nnx_graphdef *graphdef, *equal_graphdef;
    nnx_state *state, *other_state, *by_three[3];
    int64_t turn;
} fixture;

/* The results of one call, released after the clock has stopped. */
typedef struct {
    nnx_graphdef *graphdef;
    nnx_state *states[3];
    nnx_node *root;
} results;

static void run_split(fixture *f, results *r) { TRY(nnx_node_split(f->root, NULL, 0, &r->graphdef, r->states)); }
static void run_first_split(fixture *f, results *r) {
    TRY(nnx_node_split(f->changing_root, NULL, 0, &r->graphdef, r->states));
}
static void run_split_three(fixture *f, results *r) {
    TRY(nnx_node_split(f->root, (const nnx_filter *const *)f->three, 3, &r->graphdef, r->states));
}
static void run_merge(fixture *f, results *r) {
    TRY(nnx_graphdef_merge(f->graphdef, (const nnx_state *[]){f->state}, 1, &r->root));
}
static void run_merge_three(fixture *f, results *r) {
    TRY(nnx_graphdef_merge(f->graphdef, (const nnx_state *const *)f->by_three, 3, &r->root));
}
static void run_update(fixture *f, results *r) {
    (void)r;
    TRY(nnx_node_update(f->root, (const nnx_state *[]){f->state}, 1, NULL));
}
static void run_update_other(fixture *f, results *r) {
    (void)r;
    TRY(nnx_node_update(f->root, (const nnx_state *[]){f->other_state}, 1, NULL));
}
static void run_update_three(fixture *f, results *r) {
    (void)r;
    TRY(nnx_node_update(f->root, (const nnx_state *const *)f->by_three, 3, NULL));
}
static void run_state(fixture *f, results *r) {
    TRY(nnx_node_state(f->root, (const nnx_filter *const *)f->param, 1, r->states));
}
static void run_clone(fixture *f, results *r) { TRY(nnx_node_clone(f->root, &r->root)); }
static void run_graphdef_hash(fixture *f, results *r) {
    uint64_t hash;
    (void)f;
    TRY(nnx_graphdef_hash(r->graphdef, &hash));
}
static void run_graphdef_equal(fixture *f, results *r) {
    int32_t equal;
    (void)r;
    TRY(nnx_graphdef_equal(f->graphdef, f->equal_graphdef, &equal));
    if (!equal) exit(2);
}
static void run_state_equal(fixture *f, results *r) {
    int32_t equal;
    (void)r;
    TRY(nnx_state_equal(f->state, f->other_state, &equal));
    if (!equal) exit(2);
}
static void run_drop(fixture *f, results *r) {
    (void)f;
    TRY(nnx_node_release(r->root));
    TRY(nnx_state_release(r->states[0]));
    r->root = NULL;
    r->states[0] = NULL;
}

/* What comes before the clock starts: a change of the structure, a new GraphDef or a graph to drop. */
static void change_structure(fixture *f, results *r) {
    (void)r;
    TRY(nnx_node_set_int(f->changing_root, NNX_STR("turn"), f->turn++));
}
static void new_graphdef(fixture *f, results *r) {
    change_structure(f, r);
    TRY(nnx_node_graphdef(f->changing_root, &r->graphdef));
}
static void new_graph(fixture *f, results *r) {
    TRY(nnx_graphdef_merge(f->graphdef, (const nnx_state *[]){f->state}, 1, &r->root));
    TRY(nnx_node_state(f->root, NULL, 0, r->states));
}

typedef struct {
    const char *name;
    void (*prepare)(fixture *, results *);
    void (*run)(fixture *, results *);
    double goal; /* ns per leaf; 0 when there is none */
} operation;

static const operation OPERATIONS[] = {
    {"split, first", change_structure, run_first_split, 40},
    {"split, unchanged structure", NULL, run_split, 10},
    {"split by three filters", NULL, run_split_three, 40},
    {"merge", NULL, run_merge, 40},
    {"merge of three", NULL, run_merge_three, 40},
    {"update", NULL, run_update, 20},
    {"update by three", NULL, run_update_three, 20},
    {"update, State of a second graph", NULL, run_update_other, 0},
    {"state(Param)", NULL, run_state, 0},
    {"clone", NULL, run_clone, 0},
    {"GraphDef hash, first", new_graphdef, run_graphdef_hash, 0},
    {"GraphDef ==", NULL, run_graphdef_equal, 0},
    {"State ==", NULL, run_state_equal, 0},
    {"drop", new_graph, run_drop, 0},
};
enum { OPERATION_COUNT = sizeof OPERATIONS / sizeof *OPERATIONS, MAX_BATCH = 64, MAX_SAMPLES = 401 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

typedef struct {
    double ns, allocations, bytes; /* per leaf; allocations per call */
} figures;

static void release(results *r) {
    TRY(nnx_graphdef_release(r->graphdef));
    for (size_t i = 0; i < 3; i++) TRY(nnx_state_release(r->states[i]));
    TRY(nnx_node_release(r->root));
    memset(r, 0, sizeof *r);
}

static figures measure(const operation *o, fixture *f, size_t leaves) {
    static double samples[MAX_SAMPLES];
    static results r[MAX_BATCH];
    size_t batch = leaves <= 100 ? MAX_BATCH : leaves <= 10000 ? 4 : 1;
    size_t count = leaves <= 10000 ? MAX_SAMPLES : leaves <= 100000 ? 31 : 7;
    figures all = {0, 0, 0};
    if (o->prepare != NULL) batch = 1;
    for (size_t s = 0; s < count + count / 10 + 1; s++) {
        for (size_t b = 0; b < batch && o->prepare != NULL; b++) o->prepare(f, &r[b]);
        size_t allocations_before = allocations, bytes_before = allocated_bytes;
        double start = now();
        for (size_t b = 0; b < batch; b++) o->run(f, &r[b]);
        double ns = now() - start;
        all.allocations = (double)(allocations - allocations_before) / (double)batch;
        all.bytes = (double)(allocated_bytes - bytes_before) / (double)batch / (double)leaves;
        for (size_t b = 0; b < batch; b++) release(&r[b]);
        /* The first runs warm up. */
        samples[s % count] = ns / (double)batch / (double)leaves;
    }
    all.ns = median(samples, count);
    return all;
}

enum { CALLS = 100000, LOOKUP_SAMPLES = 41 };

/* A call on a handle, and one that has an output but no handle: the difference is the look-up. */
static double handle_call(const nnx_tensor *tensor) {
    double samples[LOOKUP_SAMPLES];
    for (size_t s = 0; s < LOOKUP_SAMPLES; s++) {
        double start = now();
        for (size_t i = 0; i < CALLS; i++) {
            size_t nbytes;
            TRY(nnx_tensor_nbytes(tensor, &nbytes));
        }
        samples[s] = (now() - start) / CALLS;
    }
    return median(samples, LOOKUP_SAMPLES);
}

static double plain_call(void) {
    double samples[LOOKUP_SAMPLES];
    for (size_t s = 0; s < LOOKUP_SAMPLES; s++) {
        double start = now();
        for (size_t i = 0; i < CALLS; i++) {
            uint32_t major, minor, patch;
            TRY(nnx_version(&major, &minor, &patch));
        }
        samples[s] = (now() - start) / CALLS;
    }
    return median(samples, LOOKUP_SAMPLES);
}

static size_t heap_in_use(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* Allocator bytes of a graph of scalar Variables, less the four bytes that each holds. */
static double overhead_per_variable(void) {
    const size_t leaves = 100000;
    size_t before = heap_in_use();
    nnx_node *root = build(leaves, 1);
    double bytes = (double)(heap_in_use() - before) / (double)leaves - sizeof(float);
    TRY(nnx_node_release(root));
    return bytes;
}

static fixture set_up(size_t leaves) {
    fixture f = {0};
    nnx_graphdef *unused;
    f.root = build(leaves, 1);
    f.other_root = build(leaves, 1);
    f.changing_root = build(leaves, 1);
    TRY(nnx_filter_of_type(NNX_STR("Param"), &f.three[0]));
    TRY(nnx_filter_of_type(NNX_STR("BatchStat"), &f.three[1]));
    TRY(nnx_filter_rest(&f.three[2]));
    TRY(nnx_filter_of_type(NNX_STR("Param"), &f.param[0]));
    TRY(nnx_node_split(f.root, NULL, 0, &f.graphdef, &f.state));
    TRY(nnx_node_split(f.other_root, NULL, 0, &f.equal_graphdef, &f.other_state));
    TRY(nnx_node_split(f.root, (const nnx_filter *const *)f.three, 3, &unused, f.by_three));
    TRY(nnx_graphdef_release(unused));
    return f;
}

static void tear_down(fixture *f) {
    TRY(nnx_node_release(f->root));
    TRY(nnx_node_release(f->other_root));
    TRY(nnx_node_release(f->changing_root));
    for (size_t i = 0; i < 3; i++) {
        TRY(nnx_filter_release(f->three[i]));
        TRY(nnx_state_release(f->by_three[i]));
    }
    TRY(nnx_filter_release(f->param[0]));
    TRY(nnx_graphdef_release(f->graphdef));
    TRY(nnx_graphdef_release(f->equal_graphdef));
    TRY(nnx_state_release(f->state));
    TRY(nnx_state_release(f->other_state));
}

int main(int argc, char **argv) {
    static const size_t sizes[] = {32, 1000, 100000, 1000000};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    static figures table[OPERATION_COUNT][SIZES];
    /* Freed memory stays in the process: what is measured is the library, not page faults of the kernel. */
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
    (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
    (void)mallopt(M_TOP_PAD, 64 << 20);
    /* The first graph also pays for the table of handles, which stays: the second has its own memory only. */
    double with_handles = overhead_per_variable(), overhead = overhead_per_variable();
    nnx_tensor *tensor = scalar(1);
    double handle = handle_call(tensor), plain = plain_call();
    TRY(nnx_tensor_release(tensor));
    for (size_t s = 0; s < SIZES; s++) {
        fixture f = set_up(sizes[s]);
        for (size_t o = 0; o < OPERATION_COUNT; o++) table[o][s] = measure(&OPERATIONS[o], &f, sizes[s]);
        tear_down(&f);
    }

    printf("libnnx %s from C, ns per leaf (medians), and allocations per call\n\n", nnx_version_string());
    printf("%-32s", "leaves");
    for (size_t s = 0; s < SIZES; s++) printf("%18zu", sizes[s]);
    printf("%8s\n", "goal");
    for (size_t o = 0; o < OPERATION_COUNT; o++) {
        printf("%-32s", OPERATIONS[o].name);
        for (size_t s = 0; s < SIZES; s++) printf("%9.1f%9.0f", table[o][s].ns, table[o][s].allocations);
        if (OPERATIONS[o].goal > 0) printf("%8.0f", OPERATIONS[o].goal);
        printf("\n");
    }
    printf("\nhandle look-up: %.1f ns (a call with one %.1f, without %.1f); goal 5\n", handle - plain, handle, plain);
    printf("overhead per scalar Variable, 100000 of them: %.0f bytes; goal 200\n", overhead);
    printf("and %.0f for the table of handles, 25000 of them held at once\n", with_handles - overhead);

    if (argc > 1) {
        FILE *json = fopen(argv[1], "w");
        if (json == NULL) {
            perror(argv[1]);
            return 1;
        }
        fprintf(json, "{\"version\": \"%s\", \"handle_lookup_ns\": %.3f, \"handle_call_ns\": %.3f, ",
                nnx_version_string(), handle - plain, handle);
        fprintf(json, "\"overhead_bytes_per_variable\": %.1f, \"rows\": [", overhead);
        for (size_t o = 0; o < OPERATION_COUNT; o++) {
            for (size_t s = 0; s < SIZES; s++) {
                fprintf(json,
                        "%s\n  {\"operation\": \"%s\", \"leaves\": %zu, \"ns_per_leaf\": %.3f, \"allocations\": %.1f, "
                        "\"bytes_per_leaf\": %.1f, \"goal_ns\": %.0f}",
                        o + s > 0 ? "," : "", OPERATIONS[o].name, sizes[s], table[o][s].ns, table[o][s].allocations,
                        table[o][s].bytes, OPERATIONS[o].goal);
            }
        }
        fprintf(json, "\n]}\n");
        fclose(json);
    }
    return 0;
}
