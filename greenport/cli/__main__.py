"""`python -m greenport.cli`, where the console script is not on the path."""

from greenport.cli.running import main

main()
