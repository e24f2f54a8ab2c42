# docs.mk -- keeps the documents true: what their commands print.

.PHONY: docs need-docs

docs: need-docs all ## write what the documents' commands print anew, where it is no longer true
	@AS_COMPLETED=$(BUILD)/as-completed tests/docs --write

need-docs: | $(WAIT)
	@$(call need,python3,deps-test)
