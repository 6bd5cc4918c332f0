"""Where help is: public pages and the quick exit; no database."""
