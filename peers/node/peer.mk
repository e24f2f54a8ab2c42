# Node: promises by hand, and the packages p-limit and p-map (npm, locked).
PEERS      += node
DEPS_PEERS += $(call unless_found,node,nodejs) $(call unless_found,npm,npm)

node_COMMAND   := node peers/node/peer.mjs
node_LIMITED   := by-hand p-limit p-map
node_UNLIMITED := each
node_VERSION   := node -p '`node $${process.version}\n` + Object.entries(require("./peers/node/package.json").dependencies).map(([name, version]) => `$${name} $${version}`).join("\n")'
node_SOURCE    := peers/node/peer.mjs

deps-peers-more: peers/node/node_modules

peers/node/node_modules: peers/node/package-lock.json
	cd $(@D) && npm ci --no-audit --no-fund
	@touch $@
