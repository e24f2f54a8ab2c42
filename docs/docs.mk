# docs.mk -- keeps the documents true: what their commands print, and the pictures of the lessons.

.PHONY: docs need-docs

docs: need-docs all api $(BUILD)/lives ## write what the documents' commands print, and draw the lessons' pictures, anew
	@AS_COMPLETED=$(BUILD)/as-completed plots/lessons/pictures
	@AS_COMPLETED=$(BUILD)/as-completed tests/docs --write

need-docs: | $(WAIT)
	@$(call need,gnuplot,deps)$(call need,python3,deps-test)
