PEERS      += java
DEPS_PEERS += $(call unless_found,javac,default-jdk-headless)

java_BUILT     := build/peers/java/Peer.class
java_FLAGS     := -XX:+UseSerialGC
java_COMMAND   := java $(java_FLAGS) -cp build/peers/java Peer
java_LIMITED   := executor semaphore
java_UNLIMITED := each
java_VERSION    = javac --version && java --version | head -n 1
java_SOURCE    := peers/java/Peer.java

build/peers/java/Peer.class: peers/java/Peer.java
	@mkdir -p $(@D)
	@echo "  JAVA $<" >&2
	$(Q)javac -Xlint:all -d $(@D) $<
