/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Oracles: textbook queues whose closed forms the simulator must agree with. */
#include "models/oracles.h"

#include "models/oracle-files.h"
#include "models/study.h"
#include "scenarios/reader.h"
#include "sim/confidence.h"
#include "sim/queueing.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The numbers of a scenario that is a textbook queue; the unit of time is the day. */
struct ModelQueue
{
  double lambda;
  double mean; /* of the service time */
  double mu;   /* 1 / mean */
  int servers;
  double patience;                   /* HUGE_VAL: none */
  double theta;                      /* attrition, until the infusion: in service too */
  double classes[SCENARIO_N_GRADES]; /* arrival rates of the grades that occur, A first */
  int n_classes;
};

/* Served are those not lost; busy is the share of servers in use. */

static double
blocking_served (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return 1 - sim_queueing_erlang_b (queue->servers, queue->lambda * queue->mean);
}

static double
blocking_busy (const ModelQueue *queue, double argument)
{
  return queue->lambda * queue->mean * blocking_served (queue, argument) / queue->servers;
}

static double
queue_wait (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return sim_queueing_erlang_c_wait (queue->servers, queue->lambda, queue->mu);
}

/* The wait that a share @argument of the arrivals does not exceed: C e^(-h t) = 1 - p. */
static double
queue_wait_quantile (const ModelQueue *queue, double argument)
{
  double waiting = sim_queueing_erlang_c (queue->servers, queue->lambda * queue->mean);
  if (waiting <= 1 - argument)
    return 0;
  return log (waiting / (1 - argument)) / (queue->servers * queue->mu - queue->lambda);
}

static double
queue_length (const ModelQueue *queue, double argument)
{
  return queue->lambda * queue_wait (queue, argument);
}

static double
queue_busy (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return queue->lambda * queue->mean / queue->servers;
}

static double
priority_wait (const ModelQueue *queue, double argument)
{
  return sim_queueing_priority_wait (queue->servers, queue->classes, queue->n_classes,
                                     queue->mu, (int) argument);
}

static double
patience_served (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return 1 - sim_queueing_patience_loss (queue->servers, queue->lambda, queue->mu,
                                         queue->patience);
}

static double
patience_busy (const ModelQueue *queue, double argument)
{
  return queue->lambda * queue->mean * patience_served (queue, argument) / queue->servers;
}

/* Attrition goes on in service: a server is given back at the rate mu + theta, and of
 * those who get one mu / (mu + theta) are infused. */
static SimErlangA
impatient (const ModelQueue *queue)
{
  return sim_queueing_erlang_a (queue->servers, queue->lambda, queue->mu + queue->theta,
                                queue->theta);
}

static double
impatient_served (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return (1 - impatient (queue).abandoning) * queue->mu / (queue->mu + queue->theta);
}

static double
impatient_length (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return impatient (queue).waiting;
}

static double
impatient_busy (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return impatient (queue).busy / queue->servers;
}

static double
infinite_busy (const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return sim_queueing_infinite_busy (queue->lambda, queue->mean) / queue->servers;
}

static double
zero (G_GNUC_UNUSED const ModelQueue *queue, G_GNUC_UNUSED double argument)
{
  return 0;
}

#define INSENSITIVE N_ ("lines; the law of service does not matter")
#define BOOKKEEPING N_ ("the level of lines in use")
#define LITTLE      N_ ("Little's law: the level of those waiting")
#define WAITING     N_ ("first come, first served")
#define QUANTILES   N_ ("quantiles of the wait")
#define PRIORITY    N_ ("a rule that puts grades before others")
#define CONSERVED   N_ ("no rule creates capacity")
#define WINDOW      N_ ("the window as constant patience")
#define ATTRITION   N_ ("attrition, waiting and in culture")
#define UNLIMITED   N_ ("capacity that never binds")

#define ALL   "all"
#define SHARE "infused-share"
#define WAIT  "wait"
#define LEVEL "waiting"
#define BUSY  "utilisation:line"

static const ModelOracle cases[] = {
  /* clang-format off */
  { "erlang-b-5-constant", "M/D/5/5", INSENSITIVE, SHARE, ALL, blocking_served, 0 },
  { "erlang-b-5-constant", "M/D/5/5", BOOKKEEPING, BUSY, ALL, blocking_busy, 0 },
  { "erlang-b-5-exponential", "M/M/5/5", INSENSITIVE, SHARE, ALL, blocking_served, 0 },
  { "erlang-b-5-exponential", "M/M/5/5", BOOKKEEPING, BUSY, ALL, blocking_busy, 0 },
  { "erlang-b-5-gamma", "M/G/5/5", INSENSITIVE, SHARE, ALL, blocking_served, 0 },
  { "erlang-b-5-gamma", "M/G/5/5", BOOKKEEPING, BUSY, ALL, blocking_busy, 0 },
  { "erlang-b-8-constant", "M/D/8/8", INSENSITIVE, SHARE, ALL, blocking_served, 0 },
  { "erlang-b-8-exponential", "M/M/8/8", INSENSITIVE, SHARE, ALL, blocking_served, 0 },
  { "erlang-b-8-gamma", "M/G/8/8", INSENSITIVE, SHARE, ALL, blocking_served, 0 },
  { "erlang-c-5", "M/M/5", WAITING, WAIT, ALL, queue_wait, 0 },
  { "erlang-c-5", "M/M/5", QUANTILES, "wait.p90", ALL, queue_wait_quantile, 0.9 },
  { "erlang-c-5", "M/M/5", LITTLE, LEVEL, ALL, queue_length, 0 },
  { "erlang-c-5", "M/M/5", BOOKKEEPING, BUSY, ALL, queue_busy, 0 },
  { "erlang-c-8", "M/M/8", WAITING, WAIT, ALL, queue_wait, 0 },
  { "erlang-c-8", "M/M/8", QUANTILES, "wait.p50", ALL, queue_wait_quantile, 0.5 },
  { "erlang-c-8", "M/M/8", QUANTILES, "wait.p90", ALL, queue_wait_quantile, 0.9 },
  { "erlang-c-8", "M/M/8", LITTLE, LEVEL, ALL, queue_length, 0 },
  { "erlang-c-8", "M/M/8", BOOKKEEPING, BUSY, ALL, queue_busy, 0 },
  { "priority-5", "M/M/5", PRIORITY, WAIT, "A", priority_wait, 0 },
  { "priority-5", "M/M/5", PRIORITY, WAIT, "C", priority_wait, 1 },
  { "priority-5", "M/M/5", CONSERVED, WAIT, ALL, queue_wait, 0 },
  { "priority-8", "M/M/8", PRIORITY, WAIT, "A", priority_wait, 0 },
  { "priority-8", "M/M/8", PRIORITY, WAIT, "C", priority_wait, 1 },
  { "priority-8", "M/M/8", CONSERVED, WAIT, ALL, queue_wait, 0 },
  { "priority-8-three", "M/M/8", PRIORITY, WAIT, "A", priority_wait, 0 },
  { "priority-8-three", "M/M/8", PRIORITY, WAIT, "B", priority_wait, 1 },
  { "priority-8-three", "M/M/8", PRIORITY, WAIT, "C", priority_wait, 2 },
  { "priority-8-three", "M/M/8", CONSERVED, WAIT, ALL, queue_wait, 0 },
  { "priority-8-three", "M/M/8", LITTLE, LEVEL, ALL, queue_length, 0 },
  { "manual-100", "M/M/8+D", WINDOW, SHARE, ALL, patience_served, 0 },
  { "manual-100", "M/M/8+D", BOOKKEEPING, BUSY, ALL, patience_busy, 0 },
  { "manual-150", "M/M/8+D", WINDOW, SHARE, ALL, patience_served, 0 },
  { "manual-150", "M/M/8+D", BOOKKEEPING, BUSY, ALL, patience_busy, 0 },
  { "patience-31-4", "M/M/4+D", WINDOW, SHARE, ALL, patience_served, 0 },
  { "patience-31-8", "M/M/8+D", WINDOW, SHARE, ALL, patience_served, 0 },
  { "erlang-a-1", "M/M/1+M", ATTRITION, SHARE, ALL, impatient_served, 0 },
  { "erlang-a-1", "M/M/1+M", ATTRITION, LEVEL, ALL, impatient_length, 0 },
  { "erlang-a-5", "M/M/5+M", ATTRITION, SHARE, ALL, impatient_served, 0 },
  { "erlang-a-5", "M/M/5+M", ATTRITION, LEVEL, ALL, impatient_length, 0 },
  { "erlang-a-8", "M/M/8+M", ATTRITION, SHARE, ALL, impatient_served, 0 },
  { "erlang-a-8", "M/M/8+M", ATTRITION, LEVEL, ALL, impatient_length, 0 },
  { "erlang-a-8", "M/M/8+M", BOOKKEEPING, BUSY, ALL, impatient_busy, 0 },
  { "mg-infinity-gamma", "M/G/infinity", UNLIMITED, BUSY, ALL, infinite_busy, 0 },
  { "mg-infinity-gamma", "M/G/infinity", UNLIMITED, WAIT, ALL, zero, 0 },
  { "mg-infinity-table6", "M/G/infinity", UNLIMITED, BUSY, ALL, infinite_busy, 0 },
  { "mg-infinity-table6", "M/G/infinity", UNLIMITED, WAIT, ALL, zero, 0 },
  /* clang-format on */
};

size_t
model_oracle_count (void)
{
  return G_N_ELEMENTS (cases);
}

const ModelOracle *
model_oracle (size_t oracle)
{
  g_return_val_if_fail (oracle < G_N_ELEMENTS (cases), NULL);
  return &cases[oracle];
}

size_t
model_oracles_together (size_t first)
{
  g_return_val_if_fail (first < G_N_ELEMENTS (cases), 0);
  size_t n = 1;
  while (first + n < G_N_ELEMENTS (cases) &&
         strcmp (cases[first + n].scenario, cases[first].scenario) == 0)
    n++;
  return n;
}

static double
arrivals_per_day (const ScenarioArrivals *arrivals)
{
  if (arrivals->kind == SCENARIO_ARRIVALS_RENEWAL)
    return 1 / sim_distribution_mean (arrivals->interval);
  return arrivals->per_year / SIM_DAYS_PER_YEAR;
}

static ModelQueue
queue_of (const Scenario *scenario)
{
  const ScenarioPatients *patients = &scenario->patients;
  g_assert (scenario->plant.n_pools == 1 && scenario->plant.n_stages == 1);
  ModelQueue queue = {
    .lambda = arrivals_per_day (&patients->arrivals),
    .mean = sim_distribution_mean (scenario->plant.stages[0].duration),
    .servers = scenario->plant.pools[0].capacity,
    .patience = scenario->harvest.window_days,
  };
  queue.mu = 1 / queue.mean;
  for (size_t i = 0; i < scenario->n_hazards; i++)
    queue.theta += scenario->hazards[i].per_day;
  for (int grade = 0; grade < SCENARIO_N_GRADES && patients->has_grades; grade++)
    if (patients->grades[grade] > 0)
      queue.classes[queue.n_classes++] = queue.lambda * patients->grades[grade];
  return queue;
}

double
model_oracle_expected (size_t oracle, const Scenario *scenario)
{
  g_return_val_if_fail (oracle < G_N_ELEMENTS (cases), NAN);
  ModelQueue queue = queue_of (scenario);
  return cases[oracle].closed_form (&queue, cases[oracle].argument);
}

ModelOracleVerdict
model_oracle_judge (double expected, double estimate, double error)
{
  double apart = estimate - expected;
  ModelOracleVerdict verdict = { expected, estimate, error, apart / error, false };
  if (apart == 0)
    verdict.z = 0;
  /* NaN is not met. */
  verdict.is_met = fabs (verdict.z) <= MODEL_ORACLE_Z;
  return verdict;
}

Scenario *
model_oracle_scenario (size_t oracle, GError **error)
{
  const ModelOracle *the = model_oracle (oracle);
  size_t size;
  const char *text = model_oracle_file (the->scenario, &size);
  g_autofree char *name = g_strconcat ("queueing/", the->scenario, ".xml", NULL);
  return scenario_read_memory (name, text, size, error);
}

/* A ModelStudy for the workers, results for the sink: the experiment has one pointer. */
typedef struct
{
  ModelStudy *study;
  SimResults *results;
} Trial;

static gpointer
new_worker (gpointer data)
{
  Trial *trial = data;
  return model_study_worker_new (trial->study);
}

static bool
sink (const SimChunk *chunk, gpointer data, G_GNUC_UNUSED GError **error)
{
  Trial *trial = data;
  sim_results_memory_add (trial->results, chunk);
  return true;
}

static bool
run_trial (Trial *trial,
           int64_t replications,
           int n_threads,
           atomic_int *cancelled,
           GError **error)
{
  SimExperiment experiment = {
    .catalogue = model_study_catalogue (trial->study),
    .n_variants = 1,
    .end_replication = replications,
    .n_threads = n_threads,
    .worker_new = new_worker,
    .worker_free = model_study_worker_free,
    .run = model_study_run,
    .sink = sink,
    .data = trial,
    .cancelled = cancelled,
  };
  return sim_experiment_run (&experiment, error);
}

bool
model_oracles_run (size_t first,
                   int n_threads,
                   const uint64_t *seed,
                   atomic_int *cancelled,
                   ModelOracleVerdict *verdicts,
                   GError **error)
{
  g_autoptr (Scenario) scenario = model_oracle_scenario (first, error);
  if (scenario == NULL)
    return false;
  ModelVariant variant = { .label = scenario->rules[scenario->use].id,
                           .scenario = scenario,
                           .rule = scenario->use };
  g_autoptr (ModelStudy) study =
      model_study_new (&variant, 1, seed != NULL ? *seed : scenario->seed);
  const SimCatalogue *catalogue = model_study_catalogue (study);
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 1);
  Trial trial = { study, results };
  if (!run_trial (&trial, scenario->replications, n_threads, cancelled, error))
    return false;

  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  if (!sim_confidence_estimate (results, 0, scenario->confidence, estimates, error))
    return false;
  size_t n_cases = model_oracles_together (first);
  for (size_t i = 0; i < n_cases; i++)
    {
      const ModelOracle *oracle = model_oracle (first + i);
      int metric = sim_catalogue_find_metric (catalogue, oracle->metric, oracle->group);
      g_assert (metric >= 0);
      const SimEstimate *estimate = &estimates[metric];
      verdicts[i] =
          model_oracle_judge (model_oracle_expected (first + i, scenario), estimate->mean,
                              estimate->sd / sqrt ((double) estimate->replications));
    }
  return true;
}
