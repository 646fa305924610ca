-- Search functions over the table articles; the same rules as scrapy search: words and pairs by bm25, then words that
-- stand together, exact accents and dates. They are replaced each time that scrapy index opens the database.
--
--     SELECT date_published, title, snippet FROM search_articles('chuyen doi so', sources => '{hoabinh}', since => '2024-05');

-- The words of a phrase side by side, with the fields that they may be in: A title, B names, C lead, D body.
CREATE OR REPLACE FUNCTION article_query(phrase text, fields text DEFAULT '') RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(quote_literal(word) || ':' || fields, ' <-> ' ORDER BY place)::tsquery
    FROM unnest(string_to_array(phrase, ' ')) WITH ORDINALITY AS w (word, place)
$$;

-- The number of documents with a phrase; of very many, that of its rarest word.
-- The planner does not know what it costs to unpack the words of a document.
CREATE OR REPLACE FUNCTION article_count(phrase text) RETURNS integer LANGUAGE plpgsql STABLE STRICT
SET enable_seqscan = off SET jit = off AS $$
DECLARE
    most CONSTANT integer := 1000;
    query CONSTANT tsquery := article_query(phrase);
    least_of_words integer;
    found integer;
BEGIN
    SELECT min(coalesce(documents, 0)) INTO least_of_words
    FROM unnest(string_to_array(phrase, ' ')) AS each LEFT JOIN article_words ON word = each;
    IF least_of_words = 0 OR strpos(phrase, ' ') = 0 THEN
        RETURN least_of_words;
    END IF;
    SELECT count(*) INTO found FROM (SELECT FROM articles WHERE words @@ query LIMIT most) f;
    RETURN CASE WHEN found < most THEN found ELSE least_of_words END;
END $$;

-- The phrases of a question: words in double quotes and parts of a word such as 68-HD/BTGTU are adjacent.
CREATE OR REPLACE FUNCTION article_phrases(
    question text, OUT phrases text[], OUT typed text[], OUT fixed boolean[], OUT quoted boolean[], OUT asking boolean[]
) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH pieces AS (
        SELECT place, coalesce(nullif(found[1], ''), found[2], '') AS piece, found[1] IS NOT NULL AS is_quoted
        FROM regexp_matches(translate(left(question, 2000), '“”', '""'), '"([^"]*)"?|([^\s"]+)', 'g')
            WITH ORDINALITY AS f (found, place)
    ), folded_pieces AS (
        SELECT row_number() OVER (ORDER BY place) AS place, btrim(left(folded(piece), 500)) AS phrase, is_quoted,
            regexp_replace(lowered(piece), '^[\x01-\x2f\x3a-\x40]+|[\x01-\x2f\x3a-\x40]+$', '', 'g') AS typed
        FROM pieces WHERE folded(piece) ~ '[^ ]' ORDER BY place LIMIT 64
    ), with_asking AS (
        SELECT f.*, EXISTS (
            SELECT FROM generate_series(1, 4) AS size, generate_series(f.place - size + 1, f.place) AS start
            WHERE (
                SELECT count(*) = size AND not bool_or(is_quoted OR o.phrase ~ '[^a-z]')
                    AND string_agg(o.typed, ' ' ORDER BY o.place) = ANY ('{@ASKING@}'::text[])
                FROM folded_pieces o WHERE o.place BETWEEN start AND start + size - 1
            )
        ) AS is_asking
        FROM folded_pieces f
    )
    SELECT array_agg(phrase ORDER BY place), array_agg(typed ORDER BY place),
        array_agg(is_quoted OR phrase ~ '[^a-z]' ORDER BY place), array_agg(is_quoted ORDER BY place),
        array_agg(is_asking AND NOT (SELECT bool_and(is_asking) FROM with_asking) ORDER BY place)
    FROM with_asking
$$;

-- True if a document is wanted: see search_articles.
CREATE OR REPLACE FUNCTION article_fits(
    filters jsonb, source text, section text, authors text[], date_published timestamptz, has text[]
) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (NOT $1 ? 'sources' OR $1->'sources' ? $2)
        AND (NOT $1 ? 'since' OR $5 >= ($1->>'since')::timestamptz)
        AND (NOT $1 ? 'before' OR $5 < ($1->>'before')::timestamptz)
        AND (NOT $1 ? 'has' OR to_jsonb($6) @> ($1->'has'))
        AND (NOT $1 ? 'sections' OR EXISTS (
            SELECT FROM jsonb_array_elements_text($1->'sections') AS wanted
            WHERE ' ' || folded($3) || ' ' LIKE '% ' || wanted || ' %'
        ))
        AND (NOT $1 ? 'authors' OR EXISTS (
            SELECT FROM jsonb_array_elements_text($1->'authors') AS wanted, unnest($4) AS author
            WHERE ' ' || folded(author) || ' ' LIKE '% ' || wanted || ' %'
        ))
$$;

-- Scores of documents, the share of the pairs that they have, and how many of the words.
CREATE OR REPLACE FUNCTION article_scored(
    numbers integer[], terms text[], kinds text[], weights float8[], usual_length float8,
    OUT number integer, OUT score float8, OUT together float8, OUT words bigint
) RETURNS SETOF record LANGUAGE sql STABLE AS $$
    WITH texts AS MATERIALIZED (
        SELECT a.number, a.date_published, 1.2 * (1 - 0.75) + 1.2 * 0.75 * a.length / $5 AS norm,
            -- A word of the title is more specific to a text than one of its body.
            repeat(' ' || a.title_folded || ' ', 8) || repeat(a.names_folded, 6) || repeat(a.lead_folded, 2)
                || a.body_folded AS weighted
        FROM articles a WHERE a.number = ANY ($1)
    ), counted AS (
        SELECT x.number, x.norm, x.date_published, t.kind, t.weight,
            (octet_length(x.weighted) - octet_length(replace(x.weighted, t.term, ' '))) / (octet_length(t.term) - 1.0) AS n
        FROM texts x, (SELECT ' ' || term || ' ' AS term, kind, weight FROM unnest($2, $3, $4) AS u (term, kind, weight)) t
    )
    SELECT c.number,
        sum(weight * n / (n + norm))
        * (1 + coalesce(avg((n > 0)::integer) FILTER (WHERE kind = 'pair'), 0)
            + coalesce(avg((n > 0)::integer) FILTER (WHERE kind = 'three'), 0))
        -- Newer ones before equally good ones.
        * (1 + 0.003 * greatest(0, coalesce(extract(year FROM min(date_published))
            + extract(doy FROM min(date_published)) / 366 - 1990, 0))),
        coalesce(avg((n > 0)::integer) FILTER (WHERE kind = 'pair'), 1),
        count(*) FILTER (WHERE kind = 'word' AND n > 0)
    FROM counted c GROUP BY c.number
$$;

-- Documents for a question, the best first, before accents are compared: those with all phrases, else with some.
CREATE OR REPLACE FUNCTION article_ranked(
    phrases text[], asking boolean[], filters jsonb, enough integer,
    OUT numbers integer[], OUT scores float8[], OUT has_all boolean, OUT together float8
) LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
DECLARE
    most CONSTANT integer := greatest(1000, enough);
    terms text[] := '{}';
    kinds text[] := '{}';
    counts integer[] := '{}';
    weights float8[];
    documents_in_all integer;
    usual_length float8;
    needed text[];
    pairs text[];
    steps tsquery[] := '{}';
    only_needed boolean;
    wanted text[];
    step tsquery;
    all_of tsquery;
    chosen record;
    found integer[] := '{}';
    others integer[] := '{}';
BEGIN
    SELECT t.documents, greatest(1, t.length::float8 / greatest(1, t.documents))
    INTO documents_in_all, usual_length FROM article_totals t;
    documents_in_all := coalesce(documents_in_all, 0);
    -- Words, pairs of adjacent ones, and threes; each counts once.
    SELECT array_agg(each.term ORDER BY each.rank, each.place), array_agg(each.kind ORDER BY each.rank, each.place),
        array_agg(article_count(each.term) ORDER BY each.rank, each.place)
    INTO terms, kinds, counts
    FROM (
        SELECT DISTINCT ON (term) * FROM (
            SELECT phrase AS term, CASE WHEN asking[i] THEN 'asking' ELSE 'word' END AS kind, 1 AS rank, i AS place
            FROM unnest(phrases) WITH ORDINALITY AS p (phrase, i)
            UNION ALL
            SELECT phrases[i] || ' ' || phrases[i + 1], 'pair', 2, i
            FROM generate_series(1, cardinality(phrases) - 1) AS i WHERE NOT (asking[i] AND asking[i + 1])
            UNION ALL
            SELECT phrases[i] || ' ' || phrases[i + 1] || ' ' || phrases[i + 2], 'three', 3, i
            FROM generate_series(1, cardinality(phrases) - 2) AS i
        ) AS every ORDER BY term, rank, place
    ) AS each;
    SELECT array_agg(
        CASE
            WHEN kind = 'three' OR count = 0 THEN 0
            ELSE 2.2 * greatest(1e-6, ln((greatest(documents_in_all, count) - count + 0.5) / (count + 0.5)))
                -- Words that only ask say nothing of a text; what is named first mostly says the most.
                * CASE WHEN kind = 'asking' THEN 0.1 WHEN term = phrases[1] AND cardinality(phrases) > 1 THEN 2 ELSE 1 END
        END ORDER BY place
    ) INTO weights FROM unnest(terms, kinds, counts) WITH ORDINALITY AS t (term, kind, count, place);
    SELECT array_agg(term) FILTER (WHERE kind = 'word'), array_agg(term) FILTER (WHERE kind = 'pair')
    INTO needed, pairs FROM unnest(terms, kinds) AS t (term, kind);

    -- Candidates with all phrases: those with all of it in the title first, then with all pairs, then the others.
    has_all := false;
    FOREACH only_needed IN ARRAY '{false,true}'::boolean[] LOOP
        wanted := CASE WHEN only_needed THEN needed ELSE phrases END;
        CONTINUE WHEN has_all OR wanted IS NULL;
        SELECT (string_agg('(' || article_query(each)::text || ')', ' & '))::tsquery INTO all_of
        FROM (SELECT DISTINCT unnest(wanted) AS each) e;
        SELECT ARRAY[
            (string_agg('(' || article_query(each, 'A')::text || ')', ' & '))::tsquery,
            (string_agg('(' || article_query(each)::text || ')', ' & '))::tsquery,
            all_of
        ] INTO steps FROM unnest(coalesce(pairs, wanted)) AS each;
        FOREACH step IN ARRAY steps LOOP
            EXIT WHEN cardinality(found) >= most;
            SELECT found || coalesce(array_agg(number), '{}') INTO found FROM (
                SELECT a.number FROM articles a
                WHERE a.words @@ step AND a.words @@ all_of AND a.number <> ALL (found)
                    AND (filters = '{}'
                        OR article_fits(filters, a.source, a.section, a.authors, a.date_published, a.has))
                LIMIT most
            ) AS f;
        END LOOP;
        has_all := cardinality(found) > 0;
    END LOOP;

    SELECT coalesce(array_agg(x.number), '{}'), coalesce(array_agg(x.score), '{}'), coalesce(max(x.together), 0)
    INTO numbers, scores, together FROM article_scored(found, terms, kinds, weights, usual_length) AS x;
    -- Of a long question, a text that lacks some words may answer it better than one that has all of them far apart.
    IF NOT has_all OR (cardinality(needed) >= 4 AND together < 0.8) THEN
        FOR chosen IN
            SELECT term FROM unnest(terms, kinds, counts) AS t (term, kind, count)
            WHERE count > 0 AND kind <> 'three' ORDER BY count
        LOOP
            EXIT WHEN cardinality(found) + cardinality(others) >= most;
            step := article_query(chosen.term);
            SELECT others || coalesce(array_agg(number), '{}') INTO others FROM (
                SELECT a.number FROM articles a
                WHERE a.words @@ step AND a.number <> ALL (found || others)
                    AND (filters = '{}'
                        OR article_fits(filters, a.source, a.section, a.authors, a.date_published, a.has))
                LIMIT most
            ) AS f;
        END LOOP;
        SELECT numbers || coalesce(array_agg(x.number), '{}'), scores || coalesce(array_agg(x.score), '{}')
        INTO numbers, scores FROM article_scored(others, terms, kinds, weights, usual_length) AS x
        WHERE NOT has_all OR x.words >= 0.6 * cardinality(needed);
    END IF;
    SELECT array_agg(best.number ORDER BY best.score DESC, best.number),
        array_agg(best.score ORDER BY best.score DESC, best.number)
    INTO numbers, scores
    FROM (
        SELECT * FROM unnest(numbers, scores) AS x (number, score) ORDER BY score DESC, number LIMIT enough
    ) AS best;
END $$;

-- The letters of a word that was typed for an input method that was off: chuyeenr, chuye6n3 -> chuyen; each possibility.
CREATE OR REPLACE FUNCTION article_decoded(word text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT DISTINCT regexp_replace(regexp_replace(
        left(without, 1) || regexp_replace(substr(without, 2), '[w0-9]', '', 'g'), '^dd', 'd'), '([aeo])\1', '\1', 'g')
    FROM (
        SELECT regexp_replace(word, '^(d)(.*)d', '\1\2') AS without WHERE word ~ '^d[^d]+d'
        UNION ALL SELECT word
        UNION ALL
        SELECT left(shorter, at - 1) || substr(shorter, at + 1)
        FROM (VALUES (word), (regexp_replace(word, '^(d)([^d]+)d', '\1\2'))) AS v (shorter),
            generate_series(3, length(shorter)) AS at
        WHERE substr(shorter, at, 1) ~ '[sfrxjz]' AND left(shorter, at - 1) ~ '[aeiouy]'
    ) AS forms
    WHERE word ~ '^[a-z][a-z0-9]+$' AND length(word) <= 11
$$;

-- Phrases with typing errors corrected by the words of the documents and the company in which these have them.
CREATE OR REPLACE FUNCTION article_corrected(
    INOUT phrases text[], INOUT typed text[], INOUT fixed boolean[], quoted boolean[], asking boolean[]
) LANGUAGE plpgsql STABLE SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE
    never CONSTANT float8 := 0.1;
    price CONSTANT float8 := 2.5;
    documents_in_all integer := (SELECT documents FROM article_totals);
    counts integer[] := '{}';
    meant text;
    around text[];
    known boolean;
    chosen record;
    other record;
    options text[] := '{}';
    places integer[] := '{}';
    scores float8[] := '{}';
    former integer[] := '{}';
    worth float8;
    best float8;
    best_former integer;
    at integer;
BEGIN
    FOR i IN 1 .. cardinality(phrases) LOOP
        IF article_count(phrases[i]) = 0 AND NOT quoted[i] AND strpos(phrases[i], ' ') = 0 THEN
            SELECT word INTO meant FROM article_words JOIN article_decoded(phrases[i]) AS form ON word = form
            WHERE documents > 0 AND word <> phrases[i] ORDER BY documents DESC LIMIT 1;
            IF FOUND THEN
                phrases[i] := meant;
                typed[i] := meant;
                fixed[i] := false;
            END IF;
        END IF;
        counts := counts || article_count(phrases[i]);
    END LOOP;
    FOR i IN 1 .. cardinality(phrases) LOOP
        options := options || phrases[i];
        places := places || i;
        CONTINUE WHEN fixed[i] OR asking[i] OR length(phrases[i]) < 2;
        around := ARRAY(SELECT phrases[j] FROM unnest(ARRAY[i - 1, i + 1]) AS j WHERE phrases[j] IS NOT NULL);
        known := counts[i] > 0;
        -- A known word is odd if it never stands beside its neighbours, and not everywhere.
        CONTINUE WHEN known AND (
            length(phrases[i]) < 3 OR cardinality(around) = 0 OR counts[i] > 0.25 * documents_in_all
            OR EXISTS (SELECT FROM unnest(around) AS near WHERE article_beside(phrases[i], near) > 0)
        );
        FOR chosen IN
            WITH near AS (
                SELECT word, documents, article_changes(phrases[i], word) AS changes FROM article_words
                WHERE documents > 0 AND word <> phrases[i] AND word ~ '^[a-z]+$'
                    AND length(word) BETWEEN length(phrases[i]) - 2 AND length(phrases[i]) + 2
                    AND (length(phrases[i]) < 5 OR word % phrases[i])
            ), allowed AS (
                SELECT word, documents, changes,
                    (SELECT max(article_beside(word, each)) FROM unnest(around) AS each) AS company
                FROM near
                WHERE changes = 1
                    OR (changes = 2 AND NOT known AND length(phrases[i]) >= 5 AND documents > 1
                        AND left(word, 1) = left(phrases[i], 1))
            ), proven AS (
                SELECT * FROM allowed WHERE company >= CASE WHEN known THEN 2 ELSE 1 END
            )
            SELECT * FROM proven
            UNION ALL
            SELECT * FROM allowed WHERE NOT known AND changes = 1 AND NOT EXISTS (SELECT FROM proven)
            ORDER BY changes, documents DESC LIMIT 16
        LOOP
            options := options || chosen.word;
            places := places || i;
        END LOOP;
    END LOOP;
    IF cardinality(options) = cardinality(phrases) THEN
        RETURN;
    END IF;
    -- The way through the options whose pairs most documents have, less the price of changes.
    FOR o IN 1 .. cardinality(options) LOOP
        SELECT * INTO other FROM (SELECT article_count(options[o]) AS documents) AS c;
        worth := CASE
            WHEN other.documents = 0 AND strpos(options[o], ' ') = 0 THEN ln(never) * 4
            ELSE ln(other.documents + 1) / 4
        END - price * coalesce(nullif(article_changes(phrases[places[o]], options[o]), 9), 0);
        best := NULL;
        best_former := NULL;
        FOR p IN 1 .. o - 1 LOOP
            CONTINUE WHEN places[p] <> places[o] - 1;
            worth := worth;
            IF best IS NULL OR scores[p] + ln(article_adjacent(options[p], options[o]) + never) > best THEN
                best := scores[p] + ln(article_adjacent(options[p], options[o]) + never);
                best_former := p;
            END IF;
        END LOOP;
        scores := scores || (coalesce(best, 0) + worth);
        former := former || best_former;
    END LOOP;
    SELECT o INTO at FROM generate_series(1, cardinality(options)) AS o
    WHERE places[o] = cardinality(phrases) ORDER BY scores[o] DESC, o LIMIT 1;
    WHILE at IS NOT NULL LOOP
        IF options[at] <> phrases[places[at]] THEN
            phrases[places[at]] := options[at];
            typed[places[at]] := options[at];
        END IF;
        at := former[at];
    END LOOP;
END $$;

-- 1 for one letter more, less, other or swapped with the next, 2 for two; 0 for the same, 9 for more.
CREATE OR REPLACE FUNCTION article_changes(one text, other text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE
        WHEN one = other THEN 0
        WHEN abs(length(one) - length(other)) > 2 OR length(one) > 40 OR length(other) > 40 THEN 9
        WHEN length(one) = length(other) AND EXISTS (
            SELECT FROM generate_series(1, length(one) - 1) AS at
            WHERE left(one, at - 1) || substr(one, at + 1, 1) || substr(one, at, 1) || substr(one, at + 2) = other
        ) THEN 1
        WHEN levenshtein_less_equal(one, other, 2) <= 2 THEN levenshtein_less_equal(one, other, 2)
        ELSE 9
    END
$$;

-- The number of documents in which the last word of one phrase stands before the first of another.
CREATE OR REPLACE FUNCTION article_adjacent(one text, other text) RETURNS integer LANGUAGE sql STABLE STRICT AS $$
    SELECT article_count(regexp_replace(one, '.* ', '') || ' ' || split_part(other, ' ', 1))
$$;

-- The same in either order.
CREATE OR REPLACE FUNCTION article_beside(one text, other text) RETURNS integer LANGUAGE sql STABLE STRICT AS $$
    SELECT greatest(article_adjacent(one, other), article_adjacent(other, one))
$$;

-- A word that was typed with accents, with its tone in either place: hóa, hoá.
CREATE OR REPLACE FUNCTION article_spelled(word text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (quote_literal(word) || ' | ' || quote_literal(CASE
        WHEN word ~ '(o[áàảãạéèẻẽẹ]|(^|[^q])u[ýỳỷỹỵ])$' THEN
            left(word, -2)
            || CASE WHEN word ~ 'o.$'
                THEN substr('óòỏõọóòỏõọ', strpos('áàảãạéèẻẽẹ', right(word, 1)), 1)
                ELSE substr('úùủũụ', strpos('ýỳỷỹỵ', right(word, 1)), 1) END
            || CASE WHEN word ~ '[áàảãạ]$' THEN 'a' WHEN word ~ '[éèẻẽẹ]$' THEN 'e' ELSE 'y' END
        ELSE word
    END))::tsquery
$$;

-- The first moment of a day, month or year, or the first after it.
CREATE OR REPLACE FUNCTION article_moment(day text, is_after boolean) RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE STRICT
AS $$
BEGIN
    IF day !~ '^\d{4}(-\d\d(-\d\d)?)?$' THEN
        RAISE invalid_datetime_format;
    END IF;
    RETURN ((day || substr('-01-01', length(day) - 3))::date + CASE
        WHEN NOT is_after THEN interval '0' WHEN length(day) = 4 THEN interval '1 year'
        WHEN length(day) = 7 THEN interval '1 month' ELSE interval '1 day'
    END)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
EXCEPTION WHEN invalid_datetime_format OR datetime_field_overflow THEN
    RAISE EXCEPTION '% is no date; write 2024-01-31, 2024-01 or 2024', quote_literal(day)
        USING ERRCODE = 'invalid_parameter_value';
END $$;

-- A day as printed in Vietnam in ISO form: 31/5/2024, 5/2024; anything else as it is.
CREATE OR REPLACE FUNCTION article_day(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN typed !~ '^(\d{1,2}/)?\d{1,2}/\d{4}$' THEN typed ELSE (
        SELECT string_agg(CASE WHEN length(part) < 2 THEN '0' || part ELSE part END, '-' ORDER BY place DESC)
        FROM unnest(string_to_array(typed, '/')) WITH ORDINALITY AS p (part, place)
    ) END
$$;

-- A question without the filters in it, and these added to others: source:NAME section:"some words" date:2024-05..2024-06.
-- A word before a colon that is no field is an error, unless documents have it: nội dung:họp.
CREATE OR REPLACE FUNCTION article_typed(
    INOUT question text, INOUT sources text[], INOUT sections text[], INOUT authors text[], INOUT since text,
    INOUT until text, INOUT has text[]
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    piece record;
    field text;
    value text;
    words text := '';
BEGIN
    FOR piece IN
        SELECT parts[1] AS field, btrim(parts[2], ' "') AS value, parts[3] AS whole
        FROM regexp_matches(
            translate(left(question, 2000), '“”', '""'), '(?:([A-Za-z]+):(?!//)("[^"]*"?|[^\s"]*))|("[^"]*"?|[^\s"]+)', 'g'
        ) AS f (parts)
    LOOP
        field := lower(piece.field);
        value := piece.value;
        IF field IN ('author', 'date', 'has', 'section', 'source') AND value = '' THEN
            RAISE EXCEPTION '%: lacks a value', field USING ERRCODE = 'invalid_parameter_value';
        END IF;
        CASE
            WHEN field = 'author' THEN authors := authors || value;
            WHEN field = 'has' THEN has := has || lower(value);
            WHEN field = 'section' THEN sections := sections || value;
            WHEN field = 'source' THEN sources := sources || value;
            WHEN field = 'date' AND strpos(value, '..') > 0 THEN
                since := article_day(split_part(value, '..', 1));
                until := article_day(split_part(value, '..', 2));
            WHEN field = 'date' THEN
                since := article_day(value);
                until := since;
            WHEN field = piece.field AND value <> '' AND NOT EXISTS (
                SELECT FROM article_words WHERE word = field AND documents > 0
            ) THEN
                RAISE EXCEPTION 'No field is called %: there are author, date, has, section, source', quote_literal(field)
                    USING ERRCODE = 'invalid_parameter_value';
            ELSE words := concat_ws(' ', words, piece.field || ': ' || value, piece.whole);
        END CASE;
    END LOOP;
    question := words;
END $$;

-- The filters of a search as one value.
CREATE OR REPLACE FUNCTION article_filters(
    sources text[], sections text[], authors text[], since text, until text, has text[]
) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    known text[] := '{attachment,author,date,image,summary}';
    wrong text;
BEGIN
    SELECT each INTO wrong FROM unnest(has) AS each WHERE each <> ALL (known) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'has: % is not known: there are %', quote_literal(wrong), array_to_string(known, ', ')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT each INTO wrong FROM unnest(sources) AS each
    WHERE NOT EXISTS (SELECT FROM articles WHERE source = each) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'No source here is called %: there are %', quote_literal(wrong),
            coalesce((SELECT string_agg(DISTINCT source, ', ') FROM articles), 'none yet')
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'sources', to_jsonb(nullif(sources, '{}')),
        'sections', (SELECT jsonb_agg(btrim(folded(each))) FROM unnest(sections) AS each),
        'authors', (SELECT jsonb_agg(btrim(folded(each))) FROM unnest(authors) AS each),
        'since', to_jsonb(article_moment(nullif(since, ''), false)),
        'before', to_jsonb(article_moment(nullif(until, ''), true)),
        'has', to_jsonb(nullif(has, '{}'))
    ));
END $$;

-- About 240 characters of a text around the first of some phrases that it has, on one line.
CREATE OR REPLACE FUNCTION article_snippet(body text, body_folded text, phrases text[]) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT btrim(regexp_replace(substr(body, greatest(1, start - 80), 240), '\s+', ' ', 'g'))
    FROM (
        SELECT coalesce((
            SELECT strpos(body_folded, ' ' || phrase || ' ')
            FROM unnest(phrases) WITH ORDINALITY AS p (phrase, place)
            WHERE strpos(body_folded, ' ' || phrase || ' ') > 0 ORDER BY place LIMIT 1
        ), 1) AS start
    ) AS s
$$;

-- Documents that answer a question, the best first; without words, the newest first.
--   question   words with or without accents; double quotes for adjacent ones; filters as for scrapy search
--   sources    names of sources; an unknown one is an error that names the known ones
--   sections, authors   words in them, side by side; any of them
--   since, until        2024-05-31, 2024-05 or 2024, inclusive
--   has        attachment, author, date, image, summary: all of these
CREATE OR REPLACE FUNCTION search_articles(
    question text, sources text[] DEFAULT NULL, sections text[] DEFAULT NULL, authors text[] DEFAULT NULL,
    since text DEFAULT NULL, until text DEFAULT NULL, has text[] DEFAULT NULL, most integer DEFAULT 10,
    skip integer DEFAULT 0
) RETURNS TABLE (
    id text, title text, date_published timestamptz, source text, section text, written_by text[], url text,
    score float8, snippet text, duplicate_of text,
    has_all boolean,  -- false: no document has all words, these have some of them
    looked_for text,  -- the words after corrections, without accents
    other_accents boolean  -- true: it has words of the question only with other accents
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
    asked record;
    corrected record;
    ranking record;
    again record;
    filters jsonb;
    wanted_most CONSTANT integer := greatest(0, most);
    wanted_skip CONSTANT integer := greatest(0, skip);
    best_of CONSTANT integer := greatest(50, wanted_most + wanted_skip);
    with_accents tsquery[];
    shown text[];
BEGIN
    SELECT t.question, article_filters(t.sources, t.sections, t.authors, t.since, t.until, t.has) INTO question, filters
    FROM article_typed(coalesce(question, ''), sources, sections, authors, since, until, has) AS t;
    IF question !~ '\S' THEN
        RETURN QUERY
            SELECT a.id, a.title, a.date_published, a.source, a.section, a.authors, a.url, 0::float8,
                article_snippet(a.body, a.body_folded, '{}'), a.duplicate_of, true, '', false
            FROM articles a
            WHERE filters = '{}' OR article_fits(filters, a.source, a.section, a.authors, a.date_published, a.has)
            ORDER BY a.date_published DESC NULLS LAST, a.number LIMIT wanted_most OFFSET wanted_skip;
        RETURN;
    END IF;
    SELECT * INTO asked FROM article_phrases(normalize(question, NFC));
    IF asked.phrases IS NULL THEN
        RAISE EXCEPTION 'There is no word in %', quote_literal(left(question, 100)) USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT * INTO ranking FROM article_ranked(asked.phrases, asked.asking, filters, best_of);
    IF ranking.together < 0.8 THEN
        SELECT * INTO corrected
        FROM article_corrected(asked.phrases, asked.typed, asked.fixed, asked.quoted, asked.asking);
        IF corrected.phrases <> asked.phrases THEN
            SELECT * INTO again FROM article_ranked(corrected.phrases, asked.asking, filters, best_of);
            IF again.numbers IS NOT NULL AND (again.together > ranking.together OR NOT ranking.has_all) THEN
                ranking := again;
                asked.phrases := corrected.phrases;
                asked.typed := corrected.typed;
            END IF;
        END IF;
    END IF;
    with_accents := ARRAY(
        SELECT DISTINCT article_spelled(word) FROM unnest(asked.typed) AS each,
            regexp_split_to_table(each, '[\x01-\x2f\x3a-\x40\x5b-\x60]+') AS word
        WHERE word <> '' AND btrim(folded(word)) <> word
    );
    shown := ARRAY(
        SELECT asked.phrases[i] || ' ' || asked.phrases[i + 1] FROM generate_series(1, cardinality(asked.phrases) - 1) AS i
    ) || ARRAY(SELECT phrase FROM unnest(asked.phrases) AS phrase ORDER BY article_count(phrase));
    RETURN QUERY
        WITH best AS (
            SELECT a.*, r.score, (
                SELECT count(*) FILTER (WHERE a.accented @@ spelled)::float8 / greatest(1, count(*))
                FROM unnest(with_accents) AS spelled
            ) AS exact
            FROM unnest(ranking.numbers, ranking.scores) AS r (number, score) JOIN articles a ON a.number = r.number
        ), ordered AS (
            SELECT * FROM best ORDER BY score * (1 + 0.5 * exact) DESC, number LIMIT wanted_most OFFSET wanted_skip
        )
        SELECT o.id, o.title, o.date_published, o.source, o.section, o.authors, o.url, o.score * (1 + 0.5 * o.exact),
            article_snippet(o.body, o.body_folded, shown), o.duplicate_of, ranking.has_all,
            array_to_string(asked.phrases, ' '), cardinality(with_accents) > 0 AND o.exact < 1
        FROM ordered o ORDER BY o.score * (1 + 0.5 * o.exact) DESC, o.number;
END $$;
