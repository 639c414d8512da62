/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences: what a rule changes, said plainly, made from paired differences alone. */
#include "output/sentences.h"

#include <math.h>
#include <string.h>

/* How a language says it.  Places in braces are filled; word order is the language's. */
typedef struct
{
  const char *more, *fewer;             /* of clear differences: {who} {n} {low} {high} */
  const char *waste_more, *waste_fewer; /* {n} {low} {high} */
  const char *between;                  /* of unclear ones: {who} {low} {high} */
  const char *below, *above, *none;     /* the ends of an interval: {n} */
  const char *same;                     /* {who}: no replication differs */
  const char *grade, *everybody, *products; /* {who}; "A" becomes {grade} */
  const char *comma, *and; /* between clear differences, before the last */
  const char *semicolon;   /* between unclear ones */
  const char *a_year, *in_all;
  const char *treats;        /* {rule} {baseline} {clear} {year} {level} */
  const char *treats_wastes; /* and {waste} */
  const char *wastes;  /* only waste is clear: {rule} {baseline} {waste} {year} {level} */
  const char *unclear; /* a further sentence: {unclear} */
  const char *all_unclear; /* {rule} {baseline} {unclear} {year} {level} */
  const char *all_same;    /* {rule} {baseline} */
  const char *no_interval; /* {rule} {baseline} */
} Grammar;

static const Grammar grammars[] = {
  [OUTPUT_LANGUAGE_EN] = {
    .more = "{n} more {who} ({low} to {high})",
    .fewer = "{n} fewer {who} ({low} to {high})",
    .waste_more = "{n} more products ({low} to {high})",
    .waste_fewer = "{n} fewer products ({low} to {high})",
    .between = "{who} ({low} to {high})",
    .below = "{n} fewer",
    .above = "{n} more",
    .none = "none",
    .same = "{who} (the same in every replication)",
    .grade = "{who}",
    .everybody = "patients",
    .products = "wasted products",
    .comma = ", ",
    .and = " and ",
    .semicolon = ", ",
    .a_year = "a year",
    .in_all = "in all",
    .treats = "“{rule}” treats {clear} {year} than “{baseline}” ({level} % intervals).",
    .treats_wastes = "“{rule}” treats {clear} {year} than “{baseline}” ({level} % "
                     "intervals), and wastes {waste}.",
    .wastes = "“{rule}” wastes {waste} {year} than “{baseline}” ({level} % intervals).",
    .unclear = " No clear difference: {unclear}.",
    .all_unclear = "“{rule}” makes no clear difference from “{baseline}” ({year}, "
                   "{level} % intervals): {unclear}.",
    .all_same = "“{rule}” treats and wastes the same as “{baseline}” in every "
                "replication.",
    .no_interval = "Nothing can be said of “{rule}” against “{baseline}”: one "
                   "replication has no interval.",
  },
  [OUTPUT_LANGUAGE_JA] = {
    .more = "{who}を{n}例多く（{low}～{high}）",
    .fewer = "{who}を{n}例少なく（{low}～{high}）",
    .waste_more = "使用されない本品は{n}個多くなります（{low}～{high}）",
    .waste_fewer = "使用されない本品は{n}個少なくなります（{low}～{high}）",
    .between = "{who}（{low}～{high}）",
    .below = "{n}減",
    .above = "{n}増",
    .none = "増減なし",
    .same = "{who}（すべての反復で同じ）",
    .grade = "AIS {who}の症例",
    .everybody = "症例",
    .products = "使用されない本品",
    .comma = "、",
    .and = "、",
    .semicolon = "、",
    .a_year = "年間で",
    .in_all = "全体で",
    .treats = "「{rule}」は「{baseline}」に比べ、{year}{clear}治療します。括弧内は{level}"
              "％信頼区間です。",
    .treats_wastes = "「{rule}」は「{baseline}」に比べ、{year}{clear}治療し、{waste}。括弧内は"
                     "{level}％信頼区間です。",
    .wastes = "「{rule}」は「{baseline}」に比べ、{year}{waste}。括弧内は{level}％信頼区間です。",
    .unclear = "明らかな差がないもの：{unclear}。",
    .all_unclear = "「{rule}」と「{baseline}」に明らかな差はありません（{year}の差の{level}％信頼区間）：{unclear}。",
    .all_same = "「{rule}」の治療数と使用されない本品の数は、すべての反復で「{baseline}」と同じです。",
    .no_interval = "「{rule}」と「{baseline}」の差は判断できません。反復が1回では信頼区間がないためです。",
  },
};

int
output_difference_decimals (double low, double high)
{
  double half = (high - low) / 2;
  if (!(half > 0) || !isfinite (half))
    return 1;
  /* Half the width keeps at least one digit: 0.095 is shown as 0.1, less as 0.05. */
  return CLAMP ((int) ceil (-log10 (half / 0.95)), 1, 4);
}

/* Takes @template over with its places filled: pairs of name and text, then NULL. */
static char *
fill (const char *template, ...)
{
  g_autoptr (GString) text = g_string_new (template);
  va_list places;
  va_start (places, template);
  for (const char *name; (name = va_arg (places, const char *)) != NULL;)
    g_string_replace (text, name, va_arg (places, const char *), 0);
  va_end (places);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A difference in the unit that is told. */
typedef struct
{
  double value, low, high;
  int decimals;
} Told;

static Told
tell (const OutputComparison *comparison, const SimDifference *difference)
{
  double scale = comparison->years > 0 ? 1 / comparison->years : 1;
  Told told = { difference->difference * scale, difference->low * scale,
                difference->high * scale, 0 };
  told.decimals = output_difference_decimals (told.low, told.high);
  return told;
}

static const SimDifference *
find (const OutputComparison *comparison, const char *metric, const char *group)
{
  int i = sim_catalogue_find_metric (comparison->catalogue, metric, group);
  if (i < 0 || isnan (comparison->differences[i].difference))
    return NULL;
  return &comparison->differences[i];
}

static bool
is_clear (const SimDifference *difference)
{
  return difference->low > 0 || difference->high < 0;
}

static bool
is_same (const SimDifference *difference)
{
  return difference->low == 0 && difference->high == 0;
}

static char *
say_clear (const Told *told, const char *more, const char *fewer, const char *who)
{
  bool is_more = told->value > 0;
  double near = is_more ? told->low : -told->high;
  double far = is_more ? told->high : -told->low;
  g_autofree char *n = output_number (fabs (told->value), told->decimals);
  g_autofree char *low = output_number (near, told->decimals);
  g_autofree char *high = output_number (far, told->decimals);
  return fill (is_more ? more : fewer, "{n}", n, "{low}", low, "{high}", high, "{who}",
               who, NULL);
}

static char *
say_end (const Grammar *grammar, double end, int decimals)
{
  g_autofree char *n = output_number (fabs (end), decimals);
  return fill (end < 0   ? grammar->below
               : end > 0 ? grammar->above
                         : grammar->none,
               "{n}", n, NULL);
}

static char *
say_unclear (const Grammar *grammar,
             const Told *told,
             const SimDifference *difference,
             const char *who)
{
  if (is_same (difference))
    return fill (grammar->same, "{who}", who, NULL);
  g_autofree char *low = say_end (grammar, told->low, told->decimals);
  g_autofree char *high = say_end (grammar, told->high, told->decimals);
  return fill (grammar->between, "{low}", low, "{high}", high, "{who}", who, NULL);
}

static char *
join (const GPtrArray *parts, const char *comma, const char *last)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < parts->len; i++)
    {
      if (i > 0)
        g_string_append (text, i + 1 < parts->len ? comma : last);
      g_string_append (text, parts->pdata[i]);
    }
  return g_string_free (text, FALSE);
}

/* What the sentence is put together from. */
typedef struct
{
  GPtrArray *clear;
  GPtrArray *unclear;
  char *waste; /* NULL unless clear */
  bool has_interval;
  bool is_all_same;
} Parts;

static void
add_treated (Parts *parts,
             const Grammar *grammar,
             const OutputComparison *comparison,
             const SimDifference *difference,
             const char *who)
{
  Told told = tell (comparison, difference);
  parts->has_interval |= !isnan (told.low);
  parts->is_all_same &= is_same (difference);
  if (is_clear (difference))
    g_ptr_array_add (parts->clear, say_clear (&told, grammar->more, grammar->fewer, who));
  else
    g_ptr_array_add (parts->unclear, say_unclear (grammar, &told, difference, who));
}

static void
collect (Parts *parts, const Grammar *grammar, const OutputComparison *comparison)
{
  static const char *const grades[] = { "A", "B", "C", "D", "E" };
  bool has_grades = false;
  for (size_t i = 0; i < G_N_ELEMENTS (grades); i++)
    {
      const SimDifference *difference = find (comparison, "infused", grades[i]);
      if (difference == NULL)
        continue;
      /* Nobody of a grade that is never treated is worth a word. */
      if (i > 2 && is_same (difference))
        continue;
      has_grades = true;
      g_autofree char *who = fill (grammar->grade, "{who}", grades[i], NULL);
      add_treated (parts, grammar, comparison, difference, who);
    }
  const SimDifference *all = find (comparison, "infused", "all");
  if (!has_grades && all != NULL)
    add_treated (parts, grammar, comparison, all, grammar->everybody);
  const SimDifference *waste = find (comparison, "wasted-products", "all");
  if (waste == NULL)
    return;
  Told told = tell (comparison, waste);
  parts->is_all_same &= is_same (waste);
  if (is_clear (waste))
    parts->waste = say_clear (&told, grammar->waste_more, grammar->waste_fewer, "");
  else
    g_ptr_array_add (parts->unclear,
                     say_unclear (grammar, &told, waste, grammar->products));
}

char *
output_sentence_comparison (OutputLanguage language, const OutputComparison *comparison)
{
  const Grammar *grammar = &grammars[language];
  g_autoptr (GPtrArray) clear = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) unclear = g_ptr_array_new_with_free_func (g_free);
  Parts parts = { .clear = clear, .unclear = unclear, .is_all_same = true };
  collect (&parts, grammar, comparison);
  g_autofree char *waste = parts.waste;
  g_autofree char *all_clear = join (clear, grammar->comma, grammar->and);
  g_autofree char *all_unclear = join (unclear, grammar->semicolon, grammar->semicolon);
  g_autofree char *level = output_number (
      100 * comparison->level,
      fabs (100 * comparison->level - round (100 * comparison->level)) < 1e-9 ? 0 : 1);
  bool is_clear_at_all = clear->len > 0 || waste != NULL;
  const char *form = !parts.has_interval ? grammar->no_interval
                     : parts.is_all_same ? grammar->all_same
                     : !is_clear_at_all  ? grammar->all_unclear
                     : clear->len == 0   ? grammar->wastes
                     : waste != NULL     ? grammar->treats_wastes
                                         : grammar->treats;
  bool has_rest = parts.has_interval && is_clear_at_all && unclear->len > 0;
  /* User's text last: braces in it are not ours. */
  g_autofree char *whole = g_strconcat (form, has_rest ? grammar->unclear : "", NULL);
  return fill (whole, "{clear}", all_clear, "{waste}", waste != NULL ? waste : "",
               "{unclear}", all_unclear, "{year}",
               comparison->years > 0 ? grammar->a_year : grammar->in_all, "{level}",
               level, "{rule}", comparison->label, "{baseline}", comparison->baseline,
               NULL);
}
