"""What elearn costs, each thing beside its floor in the same run: `make bench`. Writes nothing into the project.

A page is compared with a bare Flask page of as many bytes under the same server, an import with a bare
bulk insert of the same rows, an export with a bare loop from cursor to csv, a report with a statement
written by hand. What is printed says how much of the time is ours; seconds alone say more about the machine.
"""
