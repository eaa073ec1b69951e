#include "distance.h"

enum { MOST_TOKENS = 16 };

/* What each weight of `rough_log_odds` counts for. */
enum {
    NAMED_PAIRS = 0, /* and 1, 2, 3: how many words of the names are paired */
    BOTH_LEFT_OVER = 4, ALL_OF_QUERY, ALL_OF_NAME, ORDER_ROTATED, ORDER_MIXED, STANDS_FIRST, STANDS_INSIDE, STANDS_LAST,
    BIAS, INITIAL, BESIDE_SHARED, NOT_IN_QUERY, NOT_IN_QUERY_RARITY, NOT_IN_QUERY_INITIAL,
    BESIDE_TITLE, BESIDE_PARTICLE, BESIDE_LEGAL
};
enum { NAME = 0, FIRST_LETTER = 1, TITLE, PARTICLE, LEGAL }; /* further ones count as titles do */

/* The `m` words of a query, each with a role and a first letter (0 if none); word i is like the vocabulary words
 * near[near_at[i]:near_at[i + 1]] (ascending), by `value`, where `same` marks the very same word. */
typedef struct {
    int64_t m;
    const uint8_t *roles, *letters;
    const int64_t *near_at;
    const int32_t *near;
    const double *value;
    const uint8_t *same;
} Query;

/* The `t` words of a name of the index, which are kept as number and role in one; see rough.py. */
enum { ROLE_BITS = 3 };
typedef struct {
    int64_t t;
    int32_t words[MOST_TOKENS];
    uint8_t roles[MOST_TOKENS];
} Name;

/* Which word of the query stands for which of the name, -1 for none: `partner`, `taken` the other way round, and `place`
 * where the pair stands in `near`, -1 for an initial. */
typedef struct {
    int64_t partner[MOST_TOKENS], taken[MOST_TOKENS], place[MOST_TOKENS];
} Pairing;

static Name name_at(int64_t name, const void *token_at, int64_t at_kind, const uint32_t *tokens)
{
    const int64_t from = place_of(token_at, at_kind, name), t = place_of(token_at, at_kind, name + 1) - from;
    Name found = {.t = t < MOST_TOKENS ? t : MOST_TOKENS};
    for (int64_t j = 0; j < found.t; j++) {
        found.words[j] = (int32_t)(tokens[from + j] >> ROLE_BITS);
        found.roles[j] = tokens[from + j] & ((1 << ROLE_BITS) - 1);
    }
    return found;
}

/* Pairs the words that are most alike first; those in the same place win a tie. */
static void pair_words(const Query *query, const Name *name, const uint8_t *first_letter, double cut, Pairing *found)
{
    double alike[MOST_TOKENS][MOST_TOKENS];
    int64_t place[MOST_TOKENS][MOST_TOKENS];
    for (int64_t i = 0; i < query->m; i++)
        for (int64_t j = 0; j < name->t; j++) {
            const uint8_t mine = query->roles[i], theirs = name->roles[j];
            alike[i][j] = -1.0;
            place[i][j] = -1;
            if (mine == FIRST_LETTER || theirs == FIRST_LETTER) {
                if (mine <= FIRST_LETTER && theirs <= FIRST_LETTER && query->letters[i] &&
                    query->letters[i] == first_letter[name->words[j]])
                    alike[i][j] = cut;
                continue;
            }
            int64_t low = query->near_at[i], high = query->near_at[i + 1];
            const int64_t end = high;
            while (low < high) {
                const int64_t middle = (low + high) / 2;
                if (query->near[middle] < name->words[j])
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low == end || query->near[low] != name->words[j])
                continue;
            if ((mine == NAME) != (theirs == NAME) && !query->same[low])
                continue;
            alike[i][j] = query->value[low];
            place[i][j] = low;
        }
    for (int64_t k = 0; k < MOST_TOKENS; k++)
        found->partner[k] = found->taken[k] = found->place[k] = -1;
    for (;;) {
        double best = -1.0;
        int64_t at_i = -1, at_j = -1, gap = 0;
        for (int64_t i = 0; i < query->m; i++)
            for (int64_t j = 0; j < name->t && found->partner[i] < 0; j++) {
                if (found->taken[j] >= 0 || alike[i][j] < 0)
                    continue;
                const int64_t apart = i > j ? i - j : j - i;
                if (alike[i][j] > best || (alike[i][j] == best && apart < gap)) {
                    best = alike[i][j];
                    at_i = i;
                    at_j = j;
                    gap = apart;
                }
            }
        if (at_i < 0)
            return;
        found->partner[at_i] = at_j;
        found->taken[at_j] = at_i;
        found->place[at_i] = place[at_i][at_j];
    }
}

/* What so many pairs of words that names are of, and so many that are left over, weigh as a whole. */
static double of_counts(const double *w, int64_t strong, int64_t left_query, int64_t left_name)
{
    double sum = w[NAMED_PAIRS + (strong < 3 ? strong : 3)];
    if (left_query && left_name)
        sum += w[BOTH_LEFT_OVER];
    if (!left_query)
        sum += w[ALL_OF_QUERY];
    if (!left_name)
        sum += w[ALL_OF_NAME];
    return sum;
}

static double unasked(const double *w, float rarity)
{
    return w[NOT_IN_QUERY] + w[NOT_IN_QUERY_RARITY] * (double)rarity / 10.0;
}

typedef struct {
    const uint8_t *text;
    int64_t length;
} Word;

static int plain_letters(const uint8_t *text, int64_t length)
{
    for (int64_t i = 0; i < length; i++)
        if (text[i] >= 0x80)
            return 0;
    return 1;
}

/* Whether `parts` words of a name may be, as one word, one that the other name has: their letters together are like it by
 * `least`, and it is longer than any of them. What is not plain letters, or too long, may be. */
static int may_be_one(const Word *part, int64_t parts, const Word *other, double least)
{
    uint8_t joined[LONGEST_PATTERN];
    uint64_t places[BYTES];
    int64_t length = 0, longest = 0;
    for (int64_t p = 0; p < parts; p++) {
        if (length + part[p].length > LONGEST_PATTERN || !plain_letters(part[p].text, part[p].length))
            return 1;
        memcpy(joined + length, part[p].text, (size_t)part[p].length);
        length += part[p].length;
        longest = part[p].length > longest ? part[p].length : longest;
    }
    if (!plain_letters(other->text, other->length))
        return 1;
    if (other->length <= longest || length == 0)
        return 0;
    const int64_t longer = length > other->length ? length : other->length;
    const int64_t apart = length > other->length ? length - other->length : other->length - length;
    if (1.0 - (double)apart / (double)longer < least)
        return 0;
    mark_places(places, joined, length);
    return closeness(places, length, other->text, other->length) >= (float)least - 1e-6f;
}

/* Whether words of one side, of which one is left over, may be one word that the other side has (names/joins.py says which
 * words are written as one). `partner` has the counterpart of each word of this side, `other_partner` that of the other. */
static int may_join(int64_t t, const uint8_t *roles, const Word *words, const int64_t *partner, int64_t others,
                    const uint8_t *other_roles, const Word *other_words, const int64_t *other_partner, double least)
{
    for (int64_t start = 0; start < t; start++) {
        if (roles[start] != NAME && roles[start] != PARTICLE)
            continue;
        int64_t end = start + 1;
        while (end < t && roles[end] == PARTICLE)
            end++;
        if (end == t || roles[end] != NAME)
            continue;
        int spare = 0;
        for (int64_t i = start; i <= end; i++)
            spare |= partner[i] < 0;
        if (!spare)
            continue;
        const Word forth[2] = {words[start], words[end]}, back[2] = {words[end], words[start]};
        for (int64_t j = 0; j < others; j++) {
            const int64_t now = other_partner[j];
            if (other_roles[j] != NAME || (now >= 0 && (now < start || now > end)))
                continue;
            if (roles[start] == NAME ? may_be_one(forth, 2, other_words + j, least) || may_be_one(back, 2, other_words + j, least)
                                     : may_be_one(words + start, end + 1 - start, other_words + j, least))
                return 1;
        }
    }
    return 0;
}

/* Whether a word of one side that is left over has the first letters of words of the other side, of which one is left over
 * too; little words may stand among these. */
static int may_be_short(int64_t t, const uint8_t *roles, const Word *words, const int64_t *partner, int64_t others,
                        const Word *other_words, const int64_t *other_partner)
{
    enum { SHORTEST = 3, LITTLE = 3 };
    for (int64_t i = 0; i < t; i++) {
        const Word *word = words + i;
        if (roles[i] != NAME || partner[i] >= 0 || word->length < SHORTEST)
            continue;
        for (int64_t start = 0; start + word->length <= others; start++) {
            int64_t told = 0;
            int spare = 0;
            for (int64_t at = start; at < others && told < word->length; at++)
                if (other_words[at].length && other_words[at].text[0] == word->text[told]) {
                    told++;
                    spare |= other_partner[at] < 0;
                } else if (!told || other_words[at].length > LITTLE)
                    break;
            if (told == word->length && spare)
                return 1;
        }
    }
    return 0;
}

/* The most usual spelling of each word of a name. */
static void words_of(const Name *name, const void *spelling_at, int64_t spelling_kind, const uint8_t *texts,
                     const void *text_at, int64_t text_kind, Word *out)
{
    for (int64_t j = 0; j < name->t; j++) {
        const int64_t at = place_of(spelling_at, spelling_kind, name->words[j]);
        const int64_t from = place_of(text_at, text_kind, at);
        out[j] = (Word){texts + from, place_of(text_at, text_kind, at + 1) - from};
    }
}

/* The log-odds of each of `count` names, as far as the likeness of their words tells: a pair of words has a `weight`, by
 * its place in `near`, and word i of the query costs `left_over[i]` where it has no counterpart; and in `unseen` whether one
 * word without a counterpart may be several of the other name (see `may_join`, `may_be_short`). The letters are those of
 * `pairings`. */
API void rough_log_odds(int64_t m, const uint8_t *roles, const uint8_t *letters, const int64_t *near_at,
                        const int32_t *near, const double *value, const double *weight, const uint8_t *same,
                        const double *left_over, const uint8_t *latin, const int64_t *starts, const int64_t *ends,
                        const int32_t *names, int64_t count, const void *token_at,
                        int64_t at_kind, const uint32_t *tokens, const float *rarity,
                        const uint8_t *first_letter, const void *spelling_at, int64_t spelling_kind,
                        const uint8_t *texts, const void *text_at, int64_t text_kind, const double *w, double cut,
                        double least, double *out, uint8_t *unseen)
{
    const Query query = {m < MOST_TOKENS ? m : MOST_TOKENS, roles, letters, near_at, near, value, same};
    Word mine[MOST_TOKENS], theirs[MOST_TOKENS];
    for (int64_t i = 0; i < query.m; i++)
        mine[i] = (Word){latin + starts[i], ends[i] - starts[i]};
    for (int64_t c = 0; c < count; c++) {
        const Name name = name_at(names[c], token_at, at_kind, tokens);
        Pairing found;
        pair_words(&query, &name, first_letter, cut, &found);
        double sum = w[BIAS];
        int64_t strong = 0, named = 0, left_query = 0, left_name = 0; /* left over are words of the names themselves */
        int64_t order[MOST_TOKENS], falls = 0;
        for (int64_t i = 0; i < query.m; i++) {
            const int64_t j = found.partner[i];
            if (j < 0) {
                sum += left_over[i];
                left_query += roles[i] == NAME;
                continue;
            }
            if (found.place[i] < 0)
                sum += w[INITIAL];
            else
                sum += roles[i] == NAME ? weight[found.place[i]] : w[BESIDE_SHARED];
            if (roles[i] == NAME) {
                strong += found.place[i] >= 0;
                if (named && order[named - 1] > j)
                    falls++;
                order[named++] = j;
            }
        }
        int64_t first = -1, last = -1;
        for (int64_t j = 0; j < name.t; j++) {
            if (name.roles[j] == NAME) {
                if (first < 0)
                    first = j;
                last = j;
            }
            if (found.taken[j] >= 0)
                continue;
            left_name += name.roles[j] == NAME;
            if (name.roles[j] == NAME)
                sum += unasked(w, rarity[name.words[j]]);
            else if (name.roles[j] == FIRST_LETTER)
                sum += w[NOT_IN_QUERY_INITIAL];
            else
                sum += w[name.roles[j] <= LEGAL ? BESIDE_TITLE + name.roles[j] - TITLE : BESIDE_TITLE];
        }
        if (falls)
            sum += w[falls == 1 && order[named - 1] < order[0] ? ORDER_ROTATED : ORDER_MIXED];
        sum += of_counts(w, strong, left_query, left_name);
        if (query.m == 1 && found.partner[0] >= 0 && roles[0] == NAME && name.t > 1)
            sum += w[found.partner[0] == first  ? STANDS_FIRST
                     : found.partner[0] == last ? STANDS_LAST
                                                : STANDS_INSIDE];
        out[c] = sum;
        unseen[c] = 0;
        if (!left_query && !left_name)
            continue;
        words_of(&name, spelling_at, spelling_kind, texts, text_at, text_kind, theirs);
        unseen[c] = (uint8_t)(
            (left_query && (may_be_short(query.m, roles, mine, found.partner, name.t, theirs, found.taken) ||
                            may_join(query.m, roles, mine, found.partner, name.t, name.roles, theirs, found.taken, least))) ||
            (left_name && (may_be_short(name.t, name.roles, theirs, found.taken, query.m, mine, found.partner) ||
                           may_join(name.t, name.roles, theirs, found.taken, query.m, roles, mine, found.partner, least))));
    }
}

/* What is known of the words of the vocabulary beside their letters: whether the data of names have them, their scripts,
 * which of these are of characters, and their keys, a blob with offsets. */
typedef struct {
    const uint8_t *akin, *scripts, *in_characters, *keys;
    const void *key_at;
    int64_t key_kind;
} Traits;

/* Whether two words of which the data of names know one at most may be akin: they begin alike, and differ by endings. */
static int may_be_forms(const Word *one, const Word *other)
{
    enum { STEM = 2, ENDING = 8 };
    const int64_t shorter = one->length < other->length ? one->length : other->length;
    int64_t common = 0;
    while (common < shorter && one->text[common] == other->text[common])
        common++;
    return common >= STEM && one->length - common <= ENDING && other->length - common <= ENDING;
}

static int may_be_acronym(const Traits *traits, int32_t word, int64_t words)
{
    enum { SHORTEST = 3 };
    if (words < SHORTEST)
        return 0;
    int64_t characters = 0;
    for (int64_t at = place_of(traits->key_at, traits->key_kind, word), end = place_of(traits->key_at, traits->key_kind, word + 1); at < end; at++)
        characters += (traits->keys[at] & 0xC0) != 0x80;
    return SHORTEST <= characters && characters <= words;
}

/* What may speak for a name beside the letters of its words: bit i where word i of the query may be akin to its counterpart
 * or, if it has none, to a word that has none either; IN_CHARACTERS where a word is of characters, ACRONYM where one is as
 * short as the acronym of the query. */
enum { IN_CHARACTERS = 1 << MOST_TOKENS, ACRONYM = 1 << (MOST_TOKENS + 1) };
static uint32_t hints_of(const Query *query, const uint8_t *known, const Word *mine, const Name *name, const Word *theirs,
                         const Pairing *found, const Traits *traits)
{
    uint32_t hints = 0;
    for (int64_t j = 0; j < name->t; j++) {
        if (traits->in_characters[traits->scripts[name->words[j]]])
            hints |= IN_CHARACTERS;
        if (may_be_acronym(traits, name->words[j], query->m))
            hints |= ACRONYM;
    }
    for (int64_t i = 0; i < query->m; i++) {
        const int64_t now = found->partner[i];
        if (query->roles[i] != NAME || (now >= 0 && found->place[i] >= 0 && query->same[found->place[i]]))
            continue;
        for (int64_t j = now < 0 ? 0 : now; j < (now < 0 ? name->t : now + 1); j++) {
            if (now < 0 && (name->roles[j] != NAME || found->taken[j] >= 0))
                continue;
            if ((known[i] && traits->akin[name->words[j]]) || may_be_forms(mine + i, theirs + j))
                hints |= (uint32_t)1 << i;
        }
    }
    return hints;
}

/* What the words are worth at a first look; the most that each of the query may weigh beside one that it is akin to, and
 * the most that this adds where both are read alike. */
typedef struct {
    const double *w, *weight, *left_over, *most;
    double added;
    const float *rarity;
} Worth;

/* By how much a first look would find more if a word were akin to another as the hints say it may be: `gains` for each
 * word of the query (MOST_TOKENS); returned is what all of them gain as a whole. */
static double gains_of(const Query *query, const Name *name, const Pairing *found, uint32_t hints, const Worth *worth,
                       double *gains)
{
    int64_t strong = 0, left_query = 0, left_name = 0, more = 0;
    for (int64_t j = 0; j < name->t; j++)
        left_name += name->roles[j] == NAME && found->taken[j] < 0;
    for (int64_t i = 0; i < MOST_TOKENS; i++)
        gains[i] = 0;
    for (int64_t i = 0; i < query->m; i++) {
        const int64_t place = found->place[i];
        left_query += query->roles[i] == NAME && found->partner[i] < 0;
        strong += query->roles[i] == NAME && place >= 0;
        if (!(hints >> i & 1))
            continue;
        if (place >= 0) {
            const double won = worth->most[i] - worth->weight[place];
            gains[i] = won > worth->added ? won : worth->added;
            continue;
        }
        more++;
        for (int64_t j = 0; j < name->t; j++)
            if (name->roles[j] == NAME && found->taken[j] < 0) {
                const double won = worth->most[i] - worth->left_over[i] - unasked(worth->w, worth->rarity[name->words[j]]);
                gains[i] = won > gains[i] ? won : gains[i];
            }
    }
    const double now = of_counts(worth->w, strong, left_query, left_name);
    double best = now;
    for (int64_t k = 1; k <= more && k <= left_name; k++) {
        const double then = of_counts(worth->w, strong + k, left_query - k, left_name - k);
        best = then > best ? then : best;
    }
    return best - now;
}

/* The counterpart of each word of the query in each of `count` names, -1 for none, in `partners` (count, MOST_TOKENS), and
 * in `plain` whether that is all there is to the alignment: no initials, no words that may be written as one; in `hints`
 * what else may speak for it (see `hints_of`), and in `gains` (count, MOST_TOKENS) and `wholes`
 * by how much words that are akin may raise its log-odds (see `gains_of`). `known` says which words of the query the data of names have.
 * `latin[starts[i]:ends[i]]` are the letters of the words of the query, `texts` with its offsets all spellings of the
 * index, of which `spelling_at` is the first of each word of the vocabulary. */
API void pairings(int64_t m, const uint8_t *roles, const uint8_t *letters, const int64_t *near_at, const int32_t *near,
                  const double *value, const uint8_t *same, const uint8_t *known, const uint8_t *latin, const int64_t *starts,
                  const int64_t *ends, const int32_t *names, int64_t count, const void *token_at, int64_t at_kind,
                  const uint32_t *tokens, const uint8_t *first_letter, const void *spelling_at, int64_t spelling_kind, const uint8_t *texts, const void *text_at,
                  int64_t text_kind, const uint8_t *akin, const uint8_t *scripts, const uint8_t *in_characters,
                  const uint8_t *keys, const void *key_at, int64_t key_kind, const float *rarity, const double *weight,
                  const double *left_over, const double *most, double added, const double *w, double cut, double least,
                  int8_t *partners, uint8_t *plain, uint32_t *hints, double *gains, double *wholes)
{
    const Query query = {m < MOST_TOKENS ? m : MOST_TOKENS, roles, letters, near_at, near, value, same};
    const Traits traits = {akin, scripts, in_characters, keys, key_at, key_kind};
    const Worth worth = {w, weight, left_over, most, added, rarity};
    Word mine[MOST_TOKENS], theirs[MOST_TOKENS];
    int initials = m > MOST_TOKENS;
    for (int64_t i = 0; i < query.m; i++) {
        const Word word = {latin + starts[i], ends[i] - starts[i]};
        mine[i] = word;
        initials |= roles[i] == FIRST_LETTER;
    }
    for (int64_t c = 0; c < count; c++) {
        const Name name = name_at(names[c], token_at, at_kind, tokens);
        Pairing found;
        pair_words(&query, &name, first_letter, cut, &found);
        for (int64_t i = 0; i < MOST_TOKENS; i++)
            partners[c * MOST_TOKENS + i] = (int8_t)found.partner[i];
        int all = !initials && place_of(token_at, at_kind, names[c] + 1) - place_of(token_at, at_kind, names[c]) <= MOST_TOKENS;
        words_of(&name, spelling_at, spelling_kind, texts, text_at, text_kind, theirs);
        for (int64_t j = 0; j < name.t; j++)
            all &= name.roles[j] != FIRST_LETTER;
        hints[c] = hints_of(&query, known, mine, &name, theirs, &found, &traits);
        wholes[c] = gains_of(&query, &name, &found, hints[c], &worth, gains + c * MOST_TOKENS);
        plain[c] = (uint8_t)(
            all && !may_join(query.m, roles, mine, found.partner, name.t, name.roles, theirs, found.taken, least) &&
            !may_join(name.t, name.roles, theirs, found.taken, query.m, roles, mine, found.partner, least));
    }
}
