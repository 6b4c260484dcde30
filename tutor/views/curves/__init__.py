"""What a training reports: curves over steps, the history behind them, the line through points."""
