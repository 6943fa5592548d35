"""The planner for improvement bus tours: plan, ride, discuss, log, decide, control, verify, publish."""
