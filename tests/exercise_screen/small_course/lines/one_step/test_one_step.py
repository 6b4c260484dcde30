def test_leaves_x_and_y_alone(answer):
    assert answer.step
