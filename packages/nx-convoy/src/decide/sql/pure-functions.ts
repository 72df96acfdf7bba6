/**
 * Functions of PostgreSQL that compute a value and change nothing that live code has. Only those are listed; a function that is not here, such as one of
 * the team's own, may do anything. The last ones are volatile for PostgreSQL, and still change nothing that lasts but sequences, settings and locks of the session.
 */
export const PURE_FUNCTIONS: ReadonlySet<string> = new Set(
  `
  abs age array_agg array_append array_cat array_length array_lower array_position array_positions array_prepend array_remove array_replace
  array_to_json array_to_string array_upper ascii avg bit_and bit_length bit_or bool_and bool_or btrim cardinality cbrt ceil ceiling char_length
  character_length chr col_description concat concat_ws convert_from convert_to corr count cume_dist current_database current_schema
  current_schemas current_setting date_part date_trunc decode degrees dense_rank div encode every exp extract factorial first_value floor format
  format_type generate_series generate_subscripts get_bit get_byte has_column_privilege has_schema_privilege has_table_privilege
  hashtext initcap isfinite json_agg json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
  json_each_text json_extract_path json_extract_path_text json_object json_object_agg json_object_keys json_populate_record json_strip_nulls
  json_to_record json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object
  jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys
  jsonb_path_exists jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_populate_record jsonb_pretty jsonb_set jsonb_strip_nulls
  jsonb_to_record jsonb_to_recordset jsonb_typeof justify_days justify_hours justify_interval lag last_value lead left length like_escape ln
  log log10 lower lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz max md5 min mod mode now nth_value ntile num_nonnulls
  num_nulls obj_description octet_length overlaps overlay percent_rank percentile_cont percentile_disc pg_get_constraintdef pg_get_expr
  pg_get_functiondef pg_get_indexdef pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_typeof pi plainto_tsquery position
  power quote_ident quote_literal quote_nullable radians rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table regexp_substr repeat replace reverse right round row_number row_to_json rpad rtrim sha224 sha256
  sha384 sha512 sign split_part sqrt starts_with statement_timestamp stddev string_agg string_to_array string_to_table strpos substr substring sum
  timezone to_char to_date to_hex to_json to_jsonb to_number to_regclass to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp
  translate trim_array trunc unnest upper variance width_bucket xpath
  clock_timestamp gen_random_uuid nextval currval lastval setval random set_config timeofday
  pg_advisory_lock pg_advisory_unlock pg_advisory_xact_lock pg_try_advisory_lock pg_try_advisory_xact_lock
  `
    .trim()
    .split(/\s+/),
);
