"""`python -m cleanarticle`: the command line."""

from cleanarticle.cli import main

if __name__ == "__main__":
    main()
