import unittest

from sql_text import checksum, normalise, statements


class NormaliseTest(unittest.TestCase):
    def test_comments_and_white_space_do_not_count(self):
        self.assertEqual(normalise("-- why\r\nselect  1 ,\t2;  /* a\n b */\n"), "select 1 , 2;")

    def test_a_comment_separates_words(self):
        self.assertEqual(normalise("select/* x */1"), "select 1")

    def test_quoted_text_stays_as_it_is(self):
        for sql in ("select 'a  -- b''  /* c */'", 'select "a  -- b"', "do $x$ begin  -- c\n end $x$"):
            self.assertEqual(normalise(f"  {sql}\n"), sql)

    def test_a_quote_is_one_where_postgresql_says_so(self):
        for sql in (r"select E'it\'s  -- so'", "select E'a'\n  '\\'  -- b'", "do $x1$ ' $x$  -- c\n $x1$", "select a$b$, '  $b$  -- c'"):
            self.assertEqual(normalise(f"  {sql}\n"), sql)
        self.assertEqual(normalise(r"select E'a\\'  -- b"), r"select E'a\\'")
        self.assertEqual(normalise(r"select typeE'a\'  -- b"), r"select typeE'a\'")

    def test_long_rulers_and_what_is_never_closed_take_no_time(self):
        for text in ("-" * 5000 + "\n", "/*" * 5000, "''" * 5001, "E'\\" * 5000, " \n" * 5000, "$a" * 5000):
            normalise(f"select 'a' {text}, 1")

    def test_comments_may_have_comments(self):
        self.assertEqual(normalise("a /* b /* c */ -- */ d"), "a d")

    def test_a_checksum_tells_text_apart_but_not_layout(self):
        self.assertEqual(checksum("select 1;\n"), checksum("select\n  1; -- one"))
        self.assertNotEqual(checksum("select 1;"), checksum("select 2;"))


class StatementsTest(unittest.TestCase):
    def test_splits_outside_quotes_and_comments(self):
        sql = "-- no-transaction\nselect ';'; -- a;b\ndo $$ begin; end $$;\n"
        self.assertEqual(statements(sql), ["select ';'", "do $$ begin; end $$"])


if __name__ == "__main__":
    unittest.main()
