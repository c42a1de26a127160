"""The program's door: the version is told before anything heavier is loaded."""

import sys

from hygiene import __version__


def main() -> None:
    """Run the program with the words of the command line, and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"hygiene {__version__}\n")
        sys.exit(0)
    from hygiene.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
