/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario: the question put to the simulator, as checked, immutable data. */
#pragma once

#include "sim/calendar.h"
#include "sim/distribution.h"
#include "sim/time.h"

#include <glib.h>

/* Contract: a Scenario is made by scenarios/reader.h or scenario_with(), complete and
 * checked; from then on it is const and shared by all threads.  It owns everything that
 * its members point to.  What the file does not mention does not exist: pointers are
 * NULL, has_ flags false, counts 0.
 *
 * Units: SimTime members are seconds, counted from midnight of the start date where they
 * are instants; distributions of durations are in days, of bodies in years, kg and g/dL.
 * Probabilities and shares are 0..1.  "Not given" in a double is NaN. */

#define SCENARIO_ERROR (scenario_error_quark ())

typedef enum
{
  SCENARIO_ERROR_UNREADABLE, /* missing, not a regular file, too large, outside the folder
                              */
  SCENARIO_ERROR_INVALID,    /* mistakes; the message holds all of them, a line each */
  SCENARIO_ERROR_UNKNOWN_NAME, /* an address, rule, ... that the scenario lacks */
} ScenarioError;

GQuark scenario_error_quark (void);

/* Limits that a user can reach (DESIGN section 4). */
#define SCENARIO_MAX_FILE_BYTES         (64 * 1024 * 1024)
#define SCENARIO_MAX_ATTRIBUTES         64
#define SCENARIO_MAX_TAG_BYTES          (64 * 1024)
#define SCENARIO_MAX_TEXT               4096
#define SCENARIO_MAX_TRACE_BYTES        (1024 * 1024 * 1024)
#define SCENARIO_MAX_TRACE_PATIENTS     10000000
#define SCENARIO_MAX_VALUES             10000000 /* in tables of all <empirical> together */
#define SCENARIO_MAX_LISTED             5000     /* patients of an <initial> list */
#define SCENARIO_MAX_SITES              1000
#define SCENARIO_MAX_POOLS              64
#define SCENARIO_MAX_STAGES             64
#define SCENARIO_MAX_GROUPS             256 /* of metrics */
#define SCENARIO_MAX_FATES              256 /* exclusions, cautions and hazards together */
#define SCENARIO_MAX_SCORES             64
#define SCENARIO_MAX_ADVERSE_EVENTS     64
#define SCENARIO_MAX_RULES              256
#define SCENARIO_MAX_DRAWS              5
#define SCENARIO_MAX_REMAKES            10
#define SCENARIO_MAX_REPLICATIONS       1000000
#define SCENARIO_MAX_YEARS              200
#define SCENARIO_MAX_EXPECTED_ARRIVALS  1e8
#define SCENARIO_MAX_UNITS              1000000
#define SCENARIO_MAX_DOWNTIME_UNITS     1000000 /* of all pools with downtime together */
#define SCENARIO_MAX_EXPECTED_DOWNTIMES 1e8     /* of all units from start to end */

typedef enum
{
  SCENARIO_GRADE_A,
  SCENARIO_GRADE_B,
  SCENARIO_GRADE_C,
  SCENARIO_GRADE_D,
  SCENARIO_GRADE_E,
  SCENARIO_N_GRADES,
} ScenarioGrade;

/* Sets of grades are bit masks: 1 << SCENARIO_GRADE_A, ... */
#define SCENARIO_GRADE_BIT(grade) (1u << (grade))

typedef enum
{
  SCENARIO_SEX_MALE,
  SCENARIO_SEX_FEMALE,
  SCENARIO_N_SEXES,
} ScenarioSex;

/* A text in English, and in Japanese or NULL. */
typedef struct
{
  char *en;
  char *ja;
} ScenarioText;

typedef enum
{
  SCENARIO_STATUS_NONE, /* not declared: unsourced */
  SCENARIO_STATUS_GUIDELINE,
  SCENARIO_STATUS_SOURCE,
  SCENARIO_STATUS_DERIVED,
  SCENARIO_STATUS_ASSUMPTION,
} ScenarioStatus;

/* One number of the file, with where it came from.  The address is that of DESIGN section
 * 7: "pool:line", "stage:passage.mean", "blood.draw:3.day". */
typedef struct
{
  char *address;
  char *element; /* "pool" */
  char *unit;    /* "days", "mL", "kg", "g/dL", "1", "a year", "" for counts */
  double value;
  double low, high; /* the declared plausible range, NaN where there is none */
  char *source;     /* NULL where there is none */
  ScenarioStatus status;
  char *file; /* relative to the scenario's folder */
  int line;
} ScenarioParameter;

typedef struct
{
  char *id;
  SimCalendar *calendar;
} ScenarioCalendar;

/* Who is meant: all conditions that are given must hold. */
typedef struct
{
  char *id;        /* NULL where the group is written out inside a rule */
  unsigned grades; /* mask; 0: any */
  int site;        /* index; -1: any */
  int sex;         /* ScenarioSex; -1: any */
  double min_age;  /* completed years, included; NaN: any */
  double max_age;
  double waited_over_days; /* waited longer than this; NaN: any */
  int remake;              /* 1: only remakes, 0: only first batches, -1: any */
  int line;
} ScenarioGroup;

/* A clause of Guideline section 4 that a site meets from a date on. */
typedef struct
{
  char *ref; /* "1-1(4)b" */
  SimTime from;
  int line;
} ScenarioRequirement;

typedef struct
{
  char *id;
  double share;      /* of the injured */
  SimTime opens;     /* midnight of the opening date: the latest of open-from and
                      * requirements;     INT64_MIN where no date is given */
  SimTime open_from; /* the attribute alone; INT64_MIN if not given */
  const SimCalendar *calendar; /* NULL: no calendar */
  int beds;                    /* SIM_UNLIMITED (-1) where not given, likewise below */
  int draws_per_day;
  int harvests_per_day;
  int infusions_per_day;
  ScenarioRequirement *requirements;
  size_t n_requirements;
  bool has_transport;
  SimDistribution *transport;    /* days, marrow to the plant; NULL: no time */
  double transport_lost;         /* probability */
  double transport_expires_days; /* of the marrow, from harvest to the start of stage 1;
                                    NaN */
  bool has_rehabilitation;
  double rehabilitation_after_days; /* from the infusion; the bed is kept until then */
  int line;
} ScenarioSite;

typedef struct
{
  SimTime at;
  double per_year;
} ScenarioRateChange;

/* A blank number is NaN, a blank index -1. Days are since injury, injured since start. */
typedef struct
{
  char *id;
  double injured; /* days from start */
  double referred;
  int sex, grade, site;
  double age, weight, haemoglobin;
  double harvest;
  double draws[SCENARIO_MAX_DRAWS];
  int n_draws;
  double infusion;
  int line; /* of the CSV file */
} ScenarioTraceRow;

typedef enum
{
  SCENARIO_ARRIVALS_POISSON,
  SCENARIO_ARRIVALS_RENEWAL,
  SCENARIO_ARRIVALS_TRACE,
} ScenarioArrivalsKind;

typedef struct
{
  ScenarioArrivalsKind kind;
  double per_year;             /* Poisson */
  ScenarioRateChange *changes; /* ascending */
  size_t n_changes;
  double season[12];         /* factor of each month, 1 where not given */
  SimDistribution *interval; /* renewal, days */
  ScenarioTraceRow *trace;   /* in the order of injury, ties in file order */
  size_t n_trace;
  int line;
} ScenarioArrivals;

/* <profile>: whole rows resampled; offsets are days from the harvest, as Table 6 allows.
 */
typedef struct
{
  ScenarioTraceRow *rows; /* left-out rows are not among them */
  size_t n_rows;
  bool gives_harvest;    /* the harvest day since injury, as the earliest */
  bool gives_draws;      /* the draws, as offsets from the harvest */
  bool gives_lead;       /* infusion - harvest, as the earliest infusion */
  bool resamples_inputs; /* rows are redrawn for each input draw, then drawn a patient */
  int line;
} ScenarioProfile;

typedef struct
{
  ScenarioArrivals arrivals;
  bool has_sex;
  double female;
  bool has_grades;
  double grades[SCENARIO_N_GRADES];          /* shares; sum to 1 */
  SimDistribution *age;                      /* NULL: no ages */
  SimDistribution *weight[SCENARIO_N_SEXES]; /* both the same where sex is not given */
  SimDistribution *haemoglobin[SCENARIO_N_SEXES];
  SimDistribution *referral; /* days; NULL: at once */
  ScenarioProfile *profile;  /* NULL: none */
} ScenarioPatients;

/* An exclusion or a caution: by probability, or by the body, inclusive limits. */
typedef struct
{
  char *id;
  bool is_caution;
  double probability; /* NaN: decided by the limits below */
  double min_age, max_age, min_weight, max_weight, min_haemoglobin,
      max_haemoglobin; /* NaN */
  double accept; /* caution: probability that the patient is accepted all the same */
  int line;
} ScenarioCondition;

typedef struct
{
  unsigned grades;               /* mask; all of them where there is no <eligibility> */
  SimDistribution *screening;    /* days; NULL */
  double consent;                /* 1 where not given */
  ScenarioCondition *conditions; /* exclusions first, then cautions, each in file order */
  size_t n_conditions;
} ScenarioEligibility;

typedef struct
{
  char *id;
  double per_day; /* rate */
} ScenarioHazard;

typedef struct
{
  ScenarioGrade from, to;
  double per_day;   /* rate */
  double until_day; /* since injury; HUGE_VAL where not given */
} ScenarioImprovement;

typedef struct
{
  double window_days;    /* HUGE_VAL where there is no <harvest>: no window */
  bool counts_dates;     /* else elapsed time */
  double tolerance_days; /* 0: none */
  double tolerance_share;
  double deferral; /* probability at each attempt, 0: none */
} ScenarioHarvest;

typedef struct
{
  double total_ml;
  int max_draws;            /* the attribute draws */
  double per_kg_ml;         /* HUGE_VAL where not given */
  double max_draw_ml;       /* HUGE_VAL where not given */
  double min_interval_days; /* 0 where not given */
  double min_haemoglobin;   /* -HUGE_VAL where not given */
  double haemoglobin_per_day;
  bool starts_eligible;                 /* start="eligible"; else "booking" */
  double draw_days[SCENARIO_MAX_DRAWS]; /* offsets from the harvest, ascending */
  int n_draws;
  double deferral;
} ScenarioBlood;

typedef struct
{
  SimTime at;
  int capacity;
} ScenarioCapacityChange;

typedef struct
{
  char *id;
  int capacity;
  ScenarioCapacityChange *changes; /* ascending */
  size_t n_changes;
  SimDistribution *down_every; /* days up; NULL: no downtime */
  SimDistribution *down_lasts;
  int line;
} ScenarioPool;

typedef struct
{
  char *id;
  uint64_t uses;               /* bit per pool */
  double serum;                /* share of the total blood needed to start; 0 */
  const SimCalendar *calendar; /* NULL: always open */
  SimDistribution *duration;   /* days */
  double fail;                 /* probability */
  int line;
} ScenarioStage;

typedef struct
{
  bool has_plant;
  int gate; /* pool index; -1 without pools */
  double call_ahead_days;
  bool has_intake;
  const SimCalendar *intake_calendar;
  int intake_per_day; /* -1: unlimited */
  ScenarioPool *pools;
  size_t n_pools;
  ScenarioStage *stages;
  size_t n_stages;
  SimDistribution *yield; /* cells; NULL: no dose is computed */
  bool has_dose;
  double dose_min, dose_max,
      dose_per_kg;       /* cells; max and per_kg HUGE_VAL if not given */
  double dose_volume_ml; /* NaN */
  int remake_attempts;
  double remake_blood; /* share of the total that a remake asks for anew */
} ScenarioPlant;

typedef struct
{
  bool has_infusion;
  unsigned grades;            /* second judgement; 0: none */
  double expires_days;        /* since release; HUGE_VAL */
  double latest_day;          /* since injury; HUGE_VAL */
  double stopped;             /* probability */
  SimDistribution *transport; /* days; NULL */
} ScenarioInfusion;

typedef struct
{
  char *id;
  ScenarioGrade grade;
  int n;
  double mean, sd;
} ScenarioScore;

typedef enum
{
  SCENARIO_AT_DRAW,
  SCENARIO_AT_HARVEST,
  SCENARIO_AT_INFUSION,
} ScenarioProcedure;

typedef struct
{
  char *id;
  ScenarioProcedure at;
  int n, of;
} ScenarioAdverseEvent;

typedef struct
{
  bool has_effect; /* an <observed> is declared */
  bool has_observed[SCENARIO_N_GRADES];
  int n[SCENARIO_N_GRADES], one_or_more[SCENARIO_N_GRADES],
      two_or_more[SCENARIO_N_GRADES];
  double day; /* since injury */
  bool is_dirichlet;
  ScenarioScore *scores;
  size_t n_scores;
  ScenarioAdverseEvent *events;
  size_t n_events;
} ScenarioOutcome;

typedef enum
{
  SCENARIO_COST_PRODUCT,
  SCENARIO_COST_HARVEST,
  SCENARIO_COST_DRAW,
  SCENARIO_COST_LINE_DAY,
} ScenarioCostPer;

typedef struct
{
  ScenarioCostPer per;
  double amount;
  char *currency;
} ScenarioCost;

/* <initial>: a patient now in the system.  Instants in seconds from start
 * (SIM_TIME_NEVER: unknown, or not yet). */
typedef struct
{
  char *id;
  SimTime injured, referred, eligible;
  SimTime transferred; /* at the present site; may lie ahead */
  SimTime graded;      /* when @grade was judged */
  SimTime booked;      /* the first booking */
  SimTime planned_harvest, planned_intake;
  SimTime harvested, arrived, cultured; /* of the present batch */
  SimTime queued;                       /* since when the batch waits for @stage */
  SimTime stage_began, released, planned_infusion, infused;
  SimTime draws[SCENARIO_MAX_DRAWS]; /* of the present batch */
  int n_made;                        /* those before the start; the others lie ahead */
  int n_draws;                       /* all */
  SimTime last_draw;                 /* of a lost batch */
  int grade, grade_referral;         /* -1: unknown */
  int sex, site, tolerant;           /* -1: unknown */
  double age, weight;                /* NaN: unknown */
  double haemoglobin;                /* of now; NaN: unknown */
  double haemoglobin_first;          /* before all draws; NaN: unknown */
  double blood_ml;                   /* in stock for the present batch; NaN: unknown */
  int remakes;                       /* batches lost so far */
  int stage;                         /* under way or waited for; index; -1 */
  int unit;                          /* line number from 1; 0: unknown */
  int line;                          /* of the CSV file */
} ScenarioInitialRow;

typedef enum
{
  SCENARIO_ORDER_GRADE,
  SCENARIO_ORDER_GRADE_AT_REFERRAL,
  SCENARIO_ORDER_REFERRAL,
  SCENARIO_ORDER_ELIGIBLE,
  SCENARIO_ORDER_INJURY,
  SCENARIO_ORDER_DEADLINE,
  SCENARIO_ORDER_AGE,
  SCENARIO_ORDER_LOTTERY,
  SCENARIO_ORDER_REMAKE,
} ScenarioOrderKey;

typedef struct
{
  ScenarioOrderKey by;
  bool is_descending;
  bool is_weighted;                  /* lottery with weights */
  double weights[SCENARIO_N_GRADES]; /* lottery; 1 where not given */
} ScenarioOrder;

typedef enum
{
  SCENARIO_POINTS_GRADE,
  SCENARIO_POINTS_WAITED,  /* slope per day */
  SCENARIO_POINTS_SLACK,   /* slope per day */
  SCENARIO_POINTS_AGE,     /* slope per year */
  SCENARIO_POINTS_SITE,    /* weight, of group.site */
  SCENARIO_POINTS_REMAKE,  /* weight */
  SCENARIO_POINTS_BENEFIT, /* weight */
} ScenarioPointsOf;

typedef struct
{
  ScenarioPointsOf of;
  double grades[SCENARIO_N_GRADES]; /* of="grade"; 0 where not given */
  double slope;
  double weight;
  int site;
} ScenarioPoints;

/* <first> is a soft reserve of share 1. */
typedef struct
{
  ScenarioGroup group;
  bool is_first;
  double share;
  bool is_hard;
  int over; /* last so many bookings; 0: since the phase began */
  int line;
} ScenarioReserve;

typedef struct
{
  ScenarioGroup group;
  int lines;
  int line;
} ScenarioProtect;

typedef enum
{
  SCENARIO_PHASE_FOREVER,
  SCENARIO_PHASE_UNTIL_DATE,
  SCENARIO_PHASE_UNTIL_INFUSED,
  SCENARIO_PHASE_UNTIL_CAPACITY,
  SCENARIO_PHASE_UNTIL_BACKLOG,
} ScenarioPhaseEnd;

typedef struct
{
  ScenarioPhaseEnd end;
  SimTime until; /* date: midnight that begins it */
  int64_t count; /* infused, capacity, backlog */
  ScenarioGroup *only;
  size_t n_only; /* several: all must hold */
  ScenarioProtect *protects;
  size_t n_protects;
  ScenarioReserve *reserves; /* with <first>, in document order */
  size_t n_reserves;
  ScenarioPoints *points; /* summed; compared before the orders */
  size_t n_points;
  ScenarioOrder *orders;
  size_t n_orders;
  int line;
} ScenarioPhase;

typedef struct
{
  char *id;
  ScenarioText title;
  ScenarioPhase *phases; /* at least one; all but the last have an end */
  size_t n_phases;
  char *file;
  int line;
} ScenarioRule;

typedef struct
{
  char *metric, *group; /* "infused-of-referred", "A" */
} ScenarioMetricName;

typedef struct
{
  bool has_precision;
  char *metric, *group;
  double half_width;
  int64_t max_replications;
  bool of_difference;
  char *rule; /* of the difference; NULL */
  int line;
} ScenarioPrecision;

typedef struct Scenario
{
  char *file; /* as given by the caller */
  char *name;
  char *digest; /* SHA-256 of everything the scenario was read from, in hex */
  SimDate start_date;
  int64_t start_epoch_day;
  SimTime end; /* the start is 0 */
  ScenarioText title, purpose;

  int64_t replications;
  uint64_t seed;
  SimTime warm_up;
  double confidence;
  SimTime drain;
  ScenarioMetricName *primary;
  size_t n_primary;
  ScenarioPrecision precision;
  int64_t input_draws;        /* 0: no <inputs> */
  int64_t input_replications; /* replications of each input draw */

  ScenarioCalendar *calendars;
  size_t n_calendars;
  ScenarioGroup *groups;
  size_t n_groups;
  bool has_sites;
  ScenarioSite *sites; /* at least one: without <sites>, one without limits, id "site" */
  size_t n_sites;
  SimDistribution *transfer; /* days; NULL */
  ScenarioPatients patients;
  bool has_eligibility;
  ScenarioEligibility eligibility;
  ScenarioHazard *hazards;
  size_t n_hazards;
  ScenarioImprovement *improvements;
  size_t n_improvements;
  ScenarioHarvest harvest;
  ScenarioBlood *blood; /* NULL */
  ScenarioPlant plant;
  ScenarioInfusion infusion;
  ScenarioOutcome *outcome; /* NULL */
  ScenarioCost *costs;
  size_t n_costs;
  bool has_initial;
  ScenarioInitialRow *initial;
  size_t n_initial;
  ScenarioRule
      *rules; /* at least one: without <allocation>, "referral", ordered by referral */
  size_t n_rules;
  int use; /* index of the rule that `run` follows */

  ScenarioParameter *parameters;
  size_t n_parameters;
  char **warnings;          /* NULL-terminated, each with file and line */
  struct _xmlDoc *document; /* private to scenarios/: what scenario_with() changes */
} Scenario;

void scenario_free (Scenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scenario, scenario_free)

/** Returns: (transfer full): the date of @time, "YYYY-MM-DD" */
char *scenario_date_text (const Scenario *scenario, SimTime time);
/** Returns: "A" to "E" */
const char *scenario_grade_name (ScenarioGrade grade);
/** Returns: "male" or "female" */
const char *scenario_sex_name (ScenarioSex sex);
/** Returns: the pools, bit by bit, of which the patient's batch holds a unit at the start
 */
uint64_t scenario_initial_held (const Scenario *scenario, const ScenarioInitialRow *row);
/** Returns: the rule's index, or -1 */
int scenario_find_rule (const Scenario *scenario, const char *id);
int scenario_find_site (const Scenario *scenario, const char *id);
/** Returns: (transfer full): what clause @ref of Guideline section 4 asks for, in one
 * line, or NULL for an unknown one */
char *scenario_requirement_title (const char *ref);
int scenario_find_pool (const Scenario *scenario, const char *id);
