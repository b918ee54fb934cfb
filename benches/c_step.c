// The page's training step from C: prints the microseconds that it worked for a step, measured for so many
// seconds, and how many steps it made.
//
//   c_step [SECONDS [WAY]]
//
// WAY: `jit` calls the function over its objects (as it is without WAY), `session` runs the step over a Session whose inputs
// and loss are bound memory, `many` runs it a thousand times a call, `memory` prints by how many KiB the process grew in the
// last nine tenths of SECONDS thousand steps of a Session, instead of a time.

#define main page_main
#include "../bindings/c/examples/page_train.c"
#undef main

#include <stdlib.h>
#include <string.h>
#include <time.h>

// Steps of a call of run_many; calls between two looks at the clock, which takes a microsecond.
enum { MANY = 1000, CALLS = 100 };

struct work {
    nnx_node *objects[OBJECTS];
    const nnx_tensor *inputs[2];
    float x[32 * 2], y[32 * 3], loss;
    nnx_jit *jit;
    nnx_step *step;
    nnx_session *session;
};

// What the process worked, in seconds.
static double now(void) { return (double)clock() / CLOCKS_PER_SEC; }

static nnx_status prepare(struct work *work) {
    nnx_tensor *x, *y;
    nnx_static *tx;
    const int64_t x_shape[] = {32, 2}, y_shape[] = {32, 3};
    for (int i = 0; i < 32 * 2; i++) work->x[i] = 1;
    memset(work->y, 0, sizeof work->y);
    TRY(nnx_tensor_new(NNX_DTYPE_F32, x_shape, 2, work->x, sizeof work->x, &x));
    TRY(nnx_tensor_new(NNX_DTYPE_F32, y_shape, 2, work->y, sizeof work->y, &y));
    work->inputs[0] = x;
    work->inputs[1] = y;
    TRY(nnx_optim_adam(1e-3, NULL, &tx));
    TRY(objects_new(tx, work->objects));
    const nnx_node *const *objects = (const nnx_node *const *)work->objects;
    TRY(nnx_jit_new(train_step, work->objects, NULL, NULL, &work->jit));
    TRY(nnx_jit_step(work->jit, objects, OBJECTS, NULL, 0, work->inputs, 2, &work->step));
    TRY(nnx_session_new(objects, OBJECTS, NULL, &work->session));
    TRY(nnx_session_bind_input(work->session, 0, NNX_DTYPE_F32, x_shape, 2, work->x, sizeof work->x));
    return nnx_session_bind_input(work->session, 1, NNX_DTYPE_F32, y_shape, 2, work->y, sizeof work->y);
}

static nnx_status jit(struct work *work, nnx_results **results) {
    return nnx_jit_call(work->jit, (const nnx_node *const *)work->objects, OBJECTS, NULL, 0, work->inputs, 2, results);
}

static nnx_status session(struct work *work, nnx_results **results) {
    return nnx_session_run(work->session, work->step, NULL, 0, results);
}

static nnx_status many(struct work *work, nnx_results **results) {
    return nnx_session_run_many(work->session, work->step, MANY, work->inputs, 2, results);
}

// The memory of the process, in KiB.
static long resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) return 0;
    fclose(file);
    return pages * 4;
}

static nnx_status measure(double seconds, const char *way) {
    static struct work work;
    nnx_results *results;
    TRY(prepare(&work));
    const int is_many = strcmp(way, "many") == 0;
    if (!is_many) TRY(nnx_session_bind_output(work.session, 0, &work.loss, sizeof work.loss));
    if (strcmp(way, "memory") == 0) {
        const long steps = 1000 * (long)seconds;
        long before = 0;
        for (long i = 0; i < steps; i++) {
            if (i == steps / 10) before = resident();
            TRY(session(&work, &results));
            TRY(nnx_results_release(results));
        }
        printf("%ld\n", resident() - before);
        return NNX_OK;
    }
    nnx_status (*step)(struct work *, nnx_results **) = is_many ? many : strcmp(way, "session") == 0 ? session : jit;
    const long a_look = is_many ? 1 : CALLS, a_call = is_many ? MANY : 1;
    double began = 0;
    long count = -a_look; // the first calls warm up
    while (count < 1 || now() - began < seconds) {
        for (long i = 0; i < a_look; i++) {
            TRY(step(&work, &results));
            TRY(nnx_results_release(results));
        }
        count += a_look;
        if (count == 0) began = now();
    }
    printf("%.3f %ld\n", 1e6 * (now() - began) / (double)count / (double)a_call, (count + a_look) * a_call);
    return NNX_OK;
}

int main(int argc, char **argv) {
    const nnx_status status = measure(argc > 1 ? atof(argv[1]) : 1, argc > 2 ? argv[2] : "jit");
    if (status != NNX_OK) fprintf(stderr, "%s: %s\n", nnx_status_name(status), nnx_last_error_message());
    return status == NNX_OK ? 0 : 1;
}
