import unittest

from query import QueryError, parse, select


class QueryTest(unittest.TestCase):
    def test_fields_aliases_and_nesting(self):
        for text in ("{ a { b }, c: d }", "query { a { b } c: d }", "query Named {\n a { b } # why\n c: d }"):
            first, second = parse(text)
            self.assertEqual((first.name, first.selections[0].name), ("a", "b"))
            self.assertEqual((second.name, second.key), ("d", "c"))

    def test_what_is_not_understood_is_named(self):
        for text, message in (("", "the end"), ("{}", "empty"), ("{ a(b: 1) }", r"\("), ("{ a", "the end")):
            with self.assertRaisesRegex(QueryError, message):
                parse(text)

    def test_selects_from_every_item(self):
        fields = parse("{ id kind: __typename }")
        self.assertEqual(select([{"id": 1, "x": 2}], fields, "User"), [{"id": 1, "kind": "User"}])
        with self.assertRaisesRegex(QueryError, "User has no field 'y'"):
            select({"id": 1}, parse("{ y }"), "User")


if __name__ == "__main__":
    unittest.main()
