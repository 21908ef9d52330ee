"""`python -m helpers`: see `command_line`."""

from helpers.command_line import app

if __name__ == "__main__":
    app(prog_name="python -m helpers")
