/* After fork a child may use what the parent built, and what it changes stays its own. Another thread of the parent uses
 * a graph of equal structure all the while, so that children are forked in the middle of its calls. A number as the
 * argument says how many, where each is slow. */
#define _POSIX_C_SOURCE 200809L
#include "model.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int busy = 1;

/* Keeps the library's locks warm while the process forks. */
static void *keep_busy(void *model) {
    while (busy) {
        nnx_node *copy = NULL;
        if (nnx_node_clone(model, &copy) == NNX_OK) (void)nnx_node_release(copy);
    }
    return NULL;
}

static void child_process(nnx_node *model, const nnx_state *state) {
    nnx_node *again = NULL;
    nnx_graphdef *graphdef = NULL;
    nnx_state *mine = NULL;
    int32_t equal = 0;
    checks_failed = 0;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &mine));
    OK(nnx_state_equal(mine, state, &equal));
    CHECK(equal);
    OK(nnx_graphdef_merge(graphdef, (const nnx_state *[]){mine}, 1, &again));
    set_in_graph(model, "layers/0/bias", vector(3, 77));
    CHECK(in_graph(model, "layers/0/bias", 0) == 77);
    CHECK(in_state(mine, "layers/0/bias", 0) == 1);
    OK(nnx_node_release(again));
    OK(nnx_state_release(mine));
    OK(nnx_graphdef_release(graphdef));
    _exit(finish());
}

int main(int argc, char **argv) {
    const long forks = argc > 1 ? strtol(argv[1], NULL, 10) : 500;
    nnx_node *model = small_model(), *shared = NULL;
    nnx_state *state = NULL;
    pthread_t thread;
    CHECK(forks > 0);
    OK(nnx_node_state(model, NULL, 0, &state));
    OK(nnx_node_clone(model, &shared));
    CHECK(pthread_create(&thread, NULL, keep_busy, shared) == 0);
    for (long i = 0; i < forks; i++) {
        pid_t process = fork();
        if (process == 0) {
            alarm(10);
            child_process(model, state);
        }
        int answer = -1;
        CHECK(process > 0 && waitpid(process, &answer, 0) == process);
        CHECK(WIFEXITED(answer) && WEXITSTATUS(answer) == 0);
        CHECK(in_graph(model, "layers/0/bias", 0) == 1);
    }
    busy = 0;
    CHECK(pthread_join(thread, NULL) == 0);
    OK(nnx_node_release(shared));
    OK(nnx_node_release(model));
    OK(nnx_state_release(state));
    return finish();
}
