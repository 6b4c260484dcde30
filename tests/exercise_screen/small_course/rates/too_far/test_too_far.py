def test_is_the_mean(answer):
    assert answer.loss
