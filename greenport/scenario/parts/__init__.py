"""The parts of a scenario file, one module a subject; `greenport.scenario.schema` hands on all names."""
