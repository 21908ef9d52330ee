import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.network.codes import Packing, encode, sort_rows, starts_of_runs


def test_codes_compare_as_the_names_do():
    codes, names = encode(pd.Series(["b", "NA", "b", "a"], dtype="str"))
    assert names.tolist() == ["NA", "a", "b"]
    assert codes.tolist() == [2, 0, 2, 1]


@given(st.lists(st.tuples(*[st.integers(0, 2**31 - 1)] * 4), max_size=20))
def test_rows_sort_as_tuples_do_though_they_need_several_words(rows):
    columns = [np.array(column, dtype=np.int64) for column in (zip(*rows, strict=True) if rows else [[]] * 4)]
    assert list(zip(*(column.tolist() for column in sort_rows(*columns)), strict=True)) == sorted(rows)


@pytest.mark.parametrize(("largest", "n_words"), [((7, 0, 1), 1), ((2**31 - 1, 2**31 - 1, 2**31 - 1), 2)])
def test_packed_rows_come_back(largest, n_words):
    columns = [np.array([0, value], dtype=np.int32) for value in largest]
    packing = Packing.up_to(*largest)
    words = packing.pack(*columns)
    assert len(words) == n_words
    assert [column.tolist() for column in packing.unpack(words)] == [column.tolist() for column in columns]


def test_run_starts_where_any_column_changes():
    one, two = np.array([1, 1, 1, 2]), np.array([5, 5, 6, 6])
    assert starts_of_runs(one, two).tolist() == [True, False, True, True]
    assert starts_of_runs(np.array([], dtype=int)).tolist() == []
