-- A title is asked for with or without the other name in parentheses: "Seven (a.k.a. Se7en)" is "seven". By equality, so that
-- the plan of a prepared statement is as good for every title and is made once; a range would be planned at each request.
DROP INDEX movies_title_lower;
CREATE INDEX movies_name ON movies (lower(split_part(title, ' (', 1)));
