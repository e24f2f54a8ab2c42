# demo.mk -- the lesson in the terminal: demo/play plays what is in demo/steps.

.PHONY: demo
demo: $(BUILD)/as-completed ## play a lesson to a class, a step at each key press (q leaves)
	@AS_COMPLETED=$(BUILD)/as-completed demo/play
