/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small model of DESIGN section 11, written for that model alone in plain C. */
#include "tests/bench/small-model.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define DAYS         3653.0 /* 2020-01-01 to 2030-01-01 */
#define RATE         0.4
#define SHARE_OF_A   0.45
#define REFERRAL     5.0
#define WINDOW       31.0
#define LINES        8
#define CULTURE_MEAN 28.0
#define CULTURE_SD   2.8
/* Patients and events alive at once; ten times what is ever reached (asserted). */
#define PATIENTS 512
#define EVENTS   1024

enum
{
  ARRIVAL,
  REFERRED,
  RENEGE,
  COMPLETION
};

enum
{
  GROUP_A,
  GROUP_BC
};

typedef struct
{
  double time;
  uint32_t kind;
  uint32_t patient;
} Event;

typedef struct
{
  uint8_t group;
  bool is_waiting;
  double deadline;
} Patient;

/* Patients by number: they are injured, and so reach their deadlines, in that order. */
typedef struct
{
  uint32_t patients[PATIENTS];
  uint32_t head;
  uint32_t n;
} Queue;

typedef struct
{
  uint64_t random[4];
  double spare_normal;
  bool has_spare;
  Event events[EVENTS];
  uint32_t n_events;
  Patient patients[PATIENTS];
  uint32_t n_patients;
  Queue queues[2];
  int idle;
  SmallModelCounts counts;
} Model;

/* xoshiro256++.
 * Source: Blackman and Vigna 2021, ACM Trans. Math. Softw. 47(4), 36. */
static inline uint64_t
next_random (uint64_t *state)
{
  uint64_t sum = state[0] + state[3];
  uint64_t result = (sum << 23 | sum >> 41) + state[0];
  uint64_t shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = state[3] << 45 | state[3] >> 19;
  return result;
}

/* SplitMix64 fills the state.
 * Source: Steele, Lea and Flood 2014, OOPSLA, 453-472. */
static void
seed_random (uint64_t *state, uint64_t seed)
{
  for (int i = 0; i < 4; i++)
    {
      seed += 0x9e3779b97f4a7c15;
      uint64_t mixed = (seed ^ seed >> 30) * 0xbf58476d1ce4e5b9;
      mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
      state[i] = mixed ^ mixed >> 31;
    }
}

static inline double
uniform (Model *model)
{
  return ((double) (next_random (model->random) >> 12) + 0.5) * 0x1p-52;
}

static inline double
exponential (Model *model, double mean)
{
  return -mean * log (uniform (model));
}

/* The polar method. */
static inline double
normal (Model *model)
{
  if (model->has_spare)
    {
      model->has_spare = false;
      return model->spare_normal;
    }
  double x, y, square;
  do
    {
      x = 2 * uniform (model) - 1;
      y = 2 * uniform (model) - 1;
      square = x * x + y * y;
    }
  while (square >= 1 || square == 0);
  double factor = sqrt (-2 * log (square) / square);
  model->spare_normal = y * factor;
  model->has_spare = true;
  return x * factor;
}

/* Source: Marsaglia and Tsang 2000, ACM Trans. Math. Softw. 26(3), 363-372. */
static inline double
culture_time (Model *model)
{
  const double shape = CULTURE_MEAN * CULTURE_MEAN / (CULTURE_SD * CULTURE_SD);
  const double d = shape - 1.0 / 3;
  const double c = 1 / sqrt (9 * d);
  for (;;)
    {
      double x = normal (model);
      double v = 1 + c * x;
      if (v <= 0)
        continue;
      v = v * v * v;
      double u = uniform (model);
      double x2 = x * x;
      if (u < 1 - 0.0331 * x2 * x2 || log (u) < 0.5 * x2 + d * (1 - v + log (v)))
        return d * v * (CULTURE_MEAN / shape);
    }
}

/* The heap: four children a node. */

static inline void
schedule (Model *model, double time, uint32_t kind, uint32_t patient)
{
  assert (model->n_events < EVENTS);
  Event *events = model->events;
  uint32_t place = model->n_events++;
  while (place > 0)
    {
      uint32_t parent = (place - 1) / 4;
      if (events[parent].time <= time)
        break;
      events[place] = events[parent];
      place = parent;
    }
  events[place] = (Event){ time, kind, patient };
}

static inline Event
take_next (Model *model)
{
  Event *events = model->events;
  Event next = events[0];
  Event last = events[--model->n_events];
  uint32_t n = model->n_events;
  uint32_t place = 0;
  for (;;)
    {
      uint32_t child = 4 * place + 1;
      if (child >= n)
        break;
      uint32_t end = child + 4 < n ? child + 4 : n;
      uint32_t first = child;
      for (uint32_t i = child + 1; i < end; i++)
        first = events[i].time < events[first].time ? i : first;
      if (last.time <= events[first].time)
        break;
      events[place] = events[first];
      place = first;
    }
  events[place] = last;
  return next;
}

/* The model. */

static inline Patient *
patient_of (Model *model, uint32_t number)
{
  return &model->patients[number % PATIENTS];
}

static inline void
leave (Model *model, Patient *patient, bool is_served)
{
  patient->is_waiting = false;
  model->counts.served[patient->group] += is_served;
}

static inline void
join (Queue *queue, uint32_t number)
{
  assert (queue->n < PATIENTS);
  uint32_t place = queue->head + queue->n++;
  while (place != queue->head && queue->patients[(place - 1) % PATIENTS] > number)
    {
      queue->patients[place % PATIENTS] = queue->patients[(place - 1) % PATIENTS];
      place--;
    }
  queue->patients[place % PATIENTS] = number;
}

static inline uint32_t
leave_first (Queue *queue)
{
  queue->n--;
  return queue->patients[queue->head++ % PATIENTS];
}

static inline void
allocate (Model *model, double now)
{
  while (model->idle > 0 && model->queues[GROUP_A].n + model->queues[GROUP_BC].n > 0)
    {
      Queue *queue = &model->queues[model->queues[GROUP_A].n > 0 ? GROUP_A : GROUP_BC];
      leave (model, patient_of (model, leave_first (queue)), true);
      model->idle--;
      schedule (model, now + culture_time (model), COMPLETION, 0);
    }
}

static inline void
schedule_injury (Model *model, double now)
{
  double next = now + exponential (model, 1 / RATE);
  if (next < DAYS)
    schedule (model, next, ARRIVAL, 0);
}

static inline void
injure (Model *model, double now)
{
  uint32_t number = model->n_patients++;
  Patient *patient = patient_of (model, number);
  patient->group = uniform (model) < SHARE_OF_A ? GROUP_A : GROUP_BC;
  patient->is_waiting = false;
  patient->deadline = now + WINDOW;
  model->counts.injured[patient->group]++;
  schedule (model, now + exponential (model, REFERRAL), REFERRED, number);
  schedule_injury (model, now);
}

static inline void
refer (Model *model, double now, uint32_t number)
{
  Patient *patient = patient_of (model, number);
  if (now >= patient->deadline)
    {
      leave (model, patient, false);
      return;
    }
  patient->is_waiting = true;
  join (&model->queues[patient->group], number);
  schedule (model, patient->deadline, RENEGE, number);
  allocate (model, now);
}

static inline void
renege (Model *model, uint32_t number)
{
  Patient *patient = patient_of (model, number);
  if (!patient->is_waiting)
    return;
  /* Nobody of the group has an earlier deadline. */
  uint32_t first = leave_first (&model->queues[patient->group]);
  assert (first == number);
  (void) first;
  leave (model, patient, false);
}

SmallModelCounts
small_model_run (uint64_t seed, uint64_t replication)
{
  Model model;
  model.has_spare = false;
  model.n_events = 0;
  model.n_patients = 0;
  memset (model.queues, 0, sizeof model.queues);
  model.idle = LINES;
  model.counts = (SmallModelCounts){ 0 };
  /* An odd multiplier keeps the replications' states apart. */
  seed_random (model.random, seed + replication * 0xd1342543de82ef95);
  schedule_injury (&model, 0);
  while (model.n_events > 0)
    {
      Event event = take_next (&model);
      double now = event.time;
      model.counts.events++;
      if (event.kind == ARRIVAL)
        injure (&model, now);
      else if (event.kind == REFERRED)
        refer (&model, now, event.patient);
      else if (event.kind == RENEGE)
        renege (&model, event.patient);
      else
        {
          model.idle++;
          allocate (&model, now);
        }
    }
  return model.counts;
}
