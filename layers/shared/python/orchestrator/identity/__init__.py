"""Who calls: accounts in Cognito, its tokens, the hooks that write roles into them, revocation."""
