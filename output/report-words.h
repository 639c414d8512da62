/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of reports in Japanese. */
#pragma once

/** Returns: (transfer none): @msgid in Japanese, or NULL; for output_word() */
const char *output_report_word (const char *msgid);
